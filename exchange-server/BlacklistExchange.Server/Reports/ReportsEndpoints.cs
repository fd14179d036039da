using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Entries;
using BlacklistExchange.Server.Members;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Reports;

internal static class ReportsEndpoints
{
    public static void AddReports(this IServiceCollection services)
    {
        services.AddMetricsOf<ReportsMetrics>();
        services.AddSingleton<FileReport>();
        services.AddSingleton<RetractReport>();
        services.AddSingleton<RenewReports>();
        services.AddSingleton<WithdrawReportsOf>(static provider =>
        {
            EntryKeys entryKeys = provider.GetRequiredService<EntryKeys>();
            return (connection, transaction, member, now) => WithdrawReports.Of(connection, transaction, entryKeys, member, now);
        });
        services.AddSingleton<ExpireEntries>();
        services.AddHostedService(static provider => provider.GetRequiredService<ExpireEntries>());
    }

    public static void MapReports(this HubRoutes routes)
    {
        routes.Member.MapPost(Routes.Reports, FileReport.HandleAsync);
        routes.Member.MapPost(Routes.Retractions, RetractReport.HandleAsync);
        routes.Member.MapPost(Routes.Renewals, RenewReports.HandleAsync);
    }
}
