using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;

namespace BlacklistExchange.Server.Reports;

internal static class ReportsEndpoints
{
    public static void AddReports(this IServiceCollection services)
    {
        services.AddSingleton<ReportsMetrics>();
        services.AddSingleton<FileReport>();
        services.AddSingleton<RetractReport>();
        services.AddSingleton<RenewReports>();
        services.AddHostedService<ExpireEntries>();
    }

    public static void MapReports(this HubRoutes routes)
    {
        routes.Member.MapPost(Routes.Reports, FileReport.HandleAsync);
        routes.Member.MapPost(Routes.Retractions, RetractReport.HandleAsync);
        routes.Member.MapPost(Routes.Renewals, RenewReports.HandleAsync);
    }
}
