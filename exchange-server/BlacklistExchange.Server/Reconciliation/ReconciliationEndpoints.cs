using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Restoration;

namespace BlacklistExchange.Server.Reconciliation;

internal static class ReconciliationEndpoints
{
    public static void MapReconciliation(this HubRoutes routes) => routes.Operator.MapPost("/reconcile", Reconcile.HandleAsync).WithMetadata(WhileRestored.Allowed);
}
