using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Acts;

internal static class ActsEndpoints
{
    public static void AddActs(this IServiceCollection services)
    {
        services.AddMetricsOf<ActsMetrics>();
        services.AddSingleton<ActOnEntries>();
        services.AddSingleton<OpenDispute>();
    }

    public static void MapActs(this HubRoutes routes)
    {
        routes.Member.MapPost(Routes.Disputes, OpenDispute.HandleAsync);
        routes.Operator.MapPost("/acts", ActOnEntries.HandleAsync);
        routes.Operator.MapGet("/entries/{tag}", ShowEntry.HandleAsync);
    }
}
