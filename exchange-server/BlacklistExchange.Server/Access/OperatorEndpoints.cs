using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Access;

/// <summary>What the operator port has beside the slices' own routes.</summary>
internal static class OperatorEndpoints
{
    public static void MapOperator(this HubRoutes routes) =>
        routes.OperatorRoot.MapGet("/metrics", static (PrometheusExporter prometheus) => TypedResults.Text(prometheus.Scrape(), PrometheusExporter.ContentType));
}
