using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Epochs;

internal static class EpochsEndpoints
{
    public static void AddEpochs(this IServiceCollection services)
    {
        services.AddSingleton<EpochKeys>();
        services.AddSingleton<EpochsMetrics>();
        services.AddSingleton(static provider => new StoredFigures("epochs", provider.GetRequiredService<EpochsMetrics>().Read));
        services.AddHostedService<LoadEpochKeys>();
        services.AddHostedService<FollowEpochKeys>();
        services.AddHostedService<DestroyEndedEpochs>();
        services.AddSingleton(static provider => new ReadinessCheck("epoch keys", provider.GetRequiredService<EpochKeys>().Fault));
    }

    public static void MapEpochs(this HubRoutes routes)
    {
        routes.Member.MapGet(Routes.Epochs, GetEpochs.HandleAsync);
        routes.Operator.MapGet("/epochs", ListEpochs.HandleAsync);
        routes.Operator.MapGet("/epochs/status", ShowEpochStatus.HandleAsync);
        routes.Operator.MapPost("/lists/{list}/epochs", OpenEpoch.HandleAsync);
    }
}
