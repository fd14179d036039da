using BlacklistExchange.Server.Access;

namespace BlacklistExchange.Server.Restoration;

internal static class RestorationEndpoints
{
    /// <summary>The first of the slices: no other background work may begin before it is known whether the database is an old one.</summary>
    public static void AddRestoration(this IServiceCollection services)
    {
        services.AddSingleton<RestoredState>().AddHostedService<FollowRestoration>();
        services.AddSingleton(static provider => new ReadinessNote("restored", provider.GetRequiredService<RestoredState>().Note));
    }
}
