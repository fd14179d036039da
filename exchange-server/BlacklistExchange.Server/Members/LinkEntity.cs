using System.Data.Common;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Audit;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Members;

/// <summary>
/// Puts an entity under a parent. From then on the whole chain counts once: what both tops have spent is added up, so that a link never gives a fresh budget, and
/// there is no way to unlink.
/// </summary>
internal static class LinkEntity
{
    public static async Task<IResult> HandleAsync(string entity, HttpContext context, Store store, HubOptions options, TimeProvider time)
    {
        Outcome<LinkEntityRequest> body = await RequestBody.ReadAsync(context, MembersJson.Default.LinkEntityRequest, options.Limits.OperatorBytes);
        if (!body.TryGet(out LinkEntityRequest? request, out Refusal? refusal))
        {
            return refusal;
        }
        Operator caller = context.GetOperator();
        Outcome<EntityResponse> outcome = await store.WriteAsync<EntityResponse>((connection, transaction) =>
        {
            if (Link(connection, transaction, entity, request.Parent) is { } refused)
            {
                return refused;
            }
            AuditLog.Append(connection, transaction, caller, "entity link", $"entity/{entity}", $"parent {request.Parent}{(request.Reason is null ? "" : ": " + request.Reason)}", time.GetUtcNow());
            EntityRow row = EntitySql.Find(connection, transaction, entity)!;
            return BudgetSum.RefuseExcess(connection, transaction, options.Policy) is { } excess ? excess
                : new EntityResponse(row.Slug, row.Name, row.RegistryNumber, row.Parent, EntitySql.Top(connection, transaction, entity), row.CreatedAt);
        }, context.RequestAborted);
        return outcome.Match(static linked => TypedResults.Json(linked, MembersJson.Default.EntityResponse));
    }

    internal static Refusal? Link(DbConnection connection, DbTransaction transaction, string child, string parent)
    {
        if (EntitySql.Find(connection, transaction, child) is null)
        {
            return new Refusal(ProblemTypes.NotFound, $"There is no entity '{child}'.") { Field = "entity" };
        }
        if (EntitySql.Find(connection, transaction, parent) is null)
        {
            return new Refusal(ProblemTypes.NotFound, $"There is no entity '{parent}'; add it first.") { Field = "parent" };
        }
        if (EntityChain.WouldCycle(EntitySql.Parents(connection, transaction), child, parent))
        {
            return new Refusal(ProblemTypes.Conflict, $"'{child}' stands above '{parent}' already; a chain of companies has one top.") { Field = "parent" };
        }
        string before = EntitySql.Top(connection, transaction, child);
        EntitySql.SetParent(connection, transaction, child, parent);
        string after = EntitySql.Top(connection, transaction, child);
        if (before == child && after != before)
        {
            BudgetSql.Merge(connection, transaction, before, after);
        }
        return null;
    }
}
