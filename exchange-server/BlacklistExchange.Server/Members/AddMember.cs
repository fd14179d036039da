using System.Data.Common;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Audit;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Members;

/// <summary>Enrols a member: verifies both of its keys, issues its certificate, and sizes its entity's budgets from the volume it declares.</summary>
internal static class AddMember
{
    private static readonly string[] Roles = ["member", "courier", "rights-holder", "regulator"];

    public static async Task<IResult> HandleAsync(HttpContext context, Store store, HubOptions options, TimeProvider time, Enrolment enrolment, HubUrl hubUrl)
    {
        Outcome<AddMemberRequest> body = await RequestBody.ReadAsync(context, MembersJson.Default.AddMemberRequest, options.Limits.OperatorBytes);
        if (!body.TryGet(out AddMemberRequest? request, out Refusal? refusal) || (refusal = Check(request)) is not null)
        {
            return refusal;
        }
        if (!Enrolment.Read(request.Request).TryGet(out EnrolmentRequest? keys, out refusal))
        {
            return refusal;
        }
        Operator caller = context.GetOperator();
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        IssuedCertificate issued = enrolment.Issue(keys, request.Entity, request.Days);
        MemberSql.Row row = new(keys.Name, request.Entity, request.Role, request.Sector, "active", keys.SigningKey, now);
        Outcome<IReadOnlyList<BudgetSizeLine>> outcome = await store.WriteAsync<IReadOnlyList<BudgetSizeLine>>((connection, transaction) =>
        {
            if (Insert(connection, transaction, row, issued, request.Declared, now) is { } refused)
            {
                return refused;
            }
            EmergencySql.Put(connection, transaction, row.Slug, keys.EmergencyDigest, now);
            AuditLog.Append(connection, transaction, caller, "member add", $"member/{row.Slug}", $"{row.Role} of {row.Entity}", time.GetUtcNow());
            Refusal? excess = BudgetSum.RefuseExcess(connection, transaction, options.Policy);
            return excess is null ? BudgetSizes.Of(connection, transaction, row.Entity, options.Policy).ToList() : excess;
        }, context.RequestAborted);
        return outcome.Match(budgets => TypedResults.Json(new EnrolledResponse(enrolment.Bundle(row, issued, hubUrl.Value), budgets),
            MembersJson.Default.EnrolledResponse, statusCode: StatusCodes.Status201Created));
    }

    private static Refusal? Check(AddMemberRequest request)
    {
        if (!Roles.Contains(request.Role))
        {
            return new Refusal(ProblemTypes.InvalidField, $"One of: {string.Join(", ", Roles)}.") { Field = "role" };
        }
        if (!Slug.IsValid(request.Sector))
        {
            return new Refusal(ProblemTypes.InvalidField, "2 to 32 characters of a-z, 0-9 and '-', for example marketplace.") { Field = "sector" };
        }
        foreach ((string kind, int perDay) in request.Declared ?? new Dictionary<string, int>())
        {
            if (!IdentifierKinds.TryGetByName(kind, out _) || perDay is < 1 or > DeclaredVolume.MaxPerDay)
            {
                return new Refusal(ProblemTypes.InvalidField, $"Kinds by name, each 1 to {DeclaredVolume.MaxPerDay:N0} a day.") { Field = "declared" };
            }
        }
        return Enrolment.CheckDays(request.Days);
    }

    private static Refusal? Insert(
        DbConnection connection, DbTransaction transaction, MemberSql.Row row, IssuedCertificate issued, IReadOnlyDictionary<string, int>? declared, long now)
    {
        if (EntitySql.Find(connection, transaction, row.Entity) is null)
        {
            return new Refusal(ProblemTypes.NotFound, $"There is no entity '{row.Entity}'. Add it first: bex-hub entity add {row.Entity} --name … --registry-number …") { Field = "entity" };
        }
        if (MemberSql.Find(connection, transaction, row.Slug) is not null)
        {
            return new Refusal(ProblemTypes.AlreadyExists, $"There is a member '{row.Slug}'. For a new certificate: bex-hub member renew {row.Slug} --csr …") { Field = "request" };
        }
        if (MemberSql.OwnerOf(connection, transaction, issued.Spki) is { } owner)
        {
            return new Refusal(ProblemTypes.AlreadyExists, $"This TLS key belongs to member '{owner}'; each member makes its own: bex profile init") { Field = "request" };
        }
        MemberSql.Insert(connection, transaction, row);
        MemberSql.PutCertificate(connection, transaction, row.Slug, issued, now);
        foreach ((string kind, int perDay) in declared ?? new Dictionary<string, int>())
        {
            IdentifierKinds.TryGetByName(kind, out IdentifierKind number);
            BudgetSql.Declare(connection, transaction, row.Slug, (int)number, perDay);
        }
        return null;
    }
}
