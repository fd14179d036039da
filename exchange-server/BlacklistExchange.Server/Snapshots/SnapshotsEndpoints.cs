using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Restoration;

namespace BlacklistExchange.Server.Snapshots;

internal static class SnapshotsEndpoints
{
    public static void AddSnapshots(this IServiceCollection services)
    {
        services.AddSingleton<SnapshotFiles>().AddSingleton<SnapshotTurn>().AddSingleton<Publications>().AddSingleton<SnapshotsMetrics>();
        services.AddSingleton<Builder>().AddSingleton<BuildManifest>().AddSingleton<VerifyFiles>().AddSingleton<WithdrawFiles>();
        services.AddHostedService<PublishManifests>();
        services.AddHostedService<HoldSeat>();
        services.AddSingleton(static provider => new ReadinessCheck("snapshots", () => provider.GetRequiredService<RestoredState>().IsReadOnly ? null : provider.GetRequiredService<Publications>().Fault()));
    }

    public static void MapSnapshots(this HubRoutes routes)
    {
        routes.Member.MapGet(Routes.Manifest, GetManifest.HandleAsync);
        routes.Member.MapMethods(Routes.File, [HttpMethods.Get, HttpMethods.Head], GetFile.HandleAsync);
        routes.Operator.MapPost("/snapshots", BuildSnapshots.HandleAsync);
    }
}
