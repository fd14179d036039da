using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Audit;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Members;

/// <summary>Registers a legal entity, under a parent or on top.</summary>
internal static class AddEntity
{
    private const int MaxName = 200;
    private const int MaxNumber = 64;

    public static async Task<IResult> HandleAsync(HttpContext context, Store store, HubOptions options, TimeProvider time)
    {
        Outcome<AddEntityRequest> body = await RequestBody.ReadAsync(context, MembersJson.Default.AddEntityRequest, options.Limits.OperatorBytes);
        if (!body.TryGet(out AddEntityRequest? request, out Refusal? refusal) || (refusal = Check(request)) is not null)
        {
            return refusal;
        }
        Operator caller = context.GetOperator();
        EntityRow row = new(request.Slug, request.Name.Trim(), request.RegistryNumber.Trim(), request.Parent, time.GetUtcNow().ToUnixTimeSeconds());
        Outcome<EntityResponse> outcome = await store.WriteAsync<EntityResponse>((connection, transaction) =>
        {
            if (EntitySql.Find(connection, transaction, row.Slug) is not null)
            {
                return new Refusal(ProblemTypes.AlreadyExists, $"There is an entity '{row.Slug}'.") { Field = "slug" };
            }
            if (row.Parent is not null && EntitySql.Find(connection, transaction, row.Parent) is null)
            {
                return new Refusal(ProblemTypes.NotFound, $"There is no entity '{row.Parent}'; add the parent first.") { Field = "parent" };
            }
            EntitySql.Insert(connection, transaction, row);
            AuditLog.Append(connection, transaction, caller, "entity add", $"entity/{row.Slug}", row.Parent is null ? null : $"parent {row.Parent}", time.GetUtcNow());
            return new EntityResponse(row.Slug, row.Name, row.RegistryNumber, row.Parent, EntitySql.Top(connection, transaction, row.Slug), row.CreatedAt);
        }, context.RequestAborted);
        return outcome.Match(static entity => TypedResults.Json(entity, MembersJson.Default.EntityResponse, statusCode: StatusCodes.Status201Created));
    }

    private static Refusal? Check(AddEntityRequest request) =>
        !Slug.IsValid(request.Slug) ? Invalid("slug", "2 to 32 characters of a-z, 0-9 and '-', beginning and ending with a letter or digit.")
        : string.IsNullOrWhiteSpace(request.Name) || request.Name.Length > MaxName ? Invalid("name", $"The registered name, 1 to {MaxName} characters.")
        : string.IsNullOrWhiteSpace(request.RegistryNumber) || request.RegistryNumber.Length > MaxNumber ? Invalid("registry_number", $"The number in the companies' register, 1 to {MaxNumber} characters.")
        : null;

    private static Refusal Invalid(string field, string detail) => new(ProblemTypes.InvalidField, detail) { Field = field };
}
