using BlacklistExchange.Server.Access;

namespace BlacklistExchange.Server.Incidents;

internal static class IncidentsEndpoints
{
    public static void MapIncidents(this HubRoutes routes) => routes.Operator.MapGet("/members/{member}/incident", ShowIncident.HandleAsync);
}
