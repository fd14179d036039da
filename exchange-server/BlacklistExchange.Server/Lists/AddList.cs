using System.Data.Common;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Audit;
using BlacklistExchange.Server.Members;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Lists;

/// <summary>Adds a list with its policy. It has no key until its first epoch is opened.</summary>
internal static class AddList
{
    public static async Task<IResult> HandleAsync(HttpContext context, Store store, HubOptions options, TimeProvider time)
    {
        Outcome<AddListRequest> body = await RequestBody.ReadAsync(context, ListsJson.Default.AddListRequest, options.Limits.OperatorBytes);
        if (!body.TryGet(out AddListRequest? request, out Refusal? refusal) || (refusal = ListRules.Check(request)) is not null)
        {
            return refusal;
        }
        Outcome<ListPolicy> read = request.Policy is null ? DefaultPolicy.Value : PolicyRules.Read(request.Policy);
        if (!read.TryGet(out ListPolicy? policy, out refusal))
        {
            return refusal;
        }
        Operator caller = context.GetOperator();
        ListRow row = Row(request, options.Policy, time.GetUtcNow().ToUnixTimeSeconds());
        Outcome<ListResponse> outcome = await store.WriteAsync<ListResponse>((connection, transaction) =>
        {
            if (ListSql.Find(connection, transaction, row.Name) is not null)
            {
                return new Refusal(ProblemTypes.AlreadyExists, $"There is a list '{row.Name}'; lists are not changed by adding them again.") { Field = "name" };
            }
            Insert(connection, transaction, row, policy, request.HubWide);
            AuditLog.Append(connection, transaction, caller, "list add", $"list/{row.Name}", row.Scope, time.GetUtcNow());
            return BudgetSum.RefuseExcess(connection, transaction, options.Policy) is { } excess ? excess : ShowList.Describe(connection, transaction, row);
        }, context.RequestAborted);
        return outcome.Match(static list => TypedResults.Json(list, ListsJson.Default.ListResponse, statusCode: StatusCodes.Status201Created));
    }

    private static ListRow Row(AddListRequest request, PolicyOptions defaults, long now) => new(
        request.Name, request.Scope.Trim(), request.Sectors is null ? "*" : string.Join(',', request.Sectors), PolicyVersion: 1,
        string.Join(',', IdentifierKinds.All.Select(static kind => kind.Name).Where(request.Kinds.Contains)), Ciphersuite.Ristretto255Sha512.Identifier,
        request.EpochDays ?? defaults.EpochDays, request.OverlapDays ?? defaults.OverlapDays, request.ReleaseDelaySeconds ?? defaults.ReleaseDelaySeconds, now);

    private static void Insert(DbConnection connection, DbTransaction transaction, ListRow row, ListPolicy policy, long? hubWide)
    {
        ListSql.Insert(connection, transaction, row);
        ListSql.InsertPolicy(connection, transaction, row.Name, policy);
        foreach (string kind in hubWide is null ? [] : row.KindNames)
        {
            IdentifierKinds.TryGetByName(kind, out IdentifierKind number);
            BudgetSql.SetHubWide(connection, transaction, row.Name, (int)number, hubWide!.Value, row.CreatedAt, "list add");
        }
    }
}
