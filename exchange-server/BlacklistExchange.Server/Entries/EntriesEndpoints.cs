using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Restoration;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Entries;

internal static class EntriesEndpoints
{
    public static void AddEntries(this IServiceCollection services)
    {
        services.AddSingleton<EntryKeys>();
        services.AddSingleton<EntriesMetrics>();
        services.AddSingleton(static provider => new StoredFigures("entries", provider.GetRequiredService<EntriesMetrics>().Read));
        services.AddSingleton<RelabelEntries>();
        services.AddHostedService(static provider => provider.GetRequiredService<RelabelEntries>());
    }

    public static void MapEntries(this HubRoutes routes) => routes.Member.MapPost(Routes.EntryState, GetEntryState.HandleAsync).WithMetadata(WhileRestored.Allowed);
}
