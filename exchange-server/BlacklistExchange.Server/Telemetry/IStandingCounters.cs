namespace BlacklistExchange.Server.Telemetry;

/// <summary>
/// Counters whose label values are known beforehand. They stand at zero from the start: the first event is then an increase, and an alert on
/// <c>rate()</c> sees it.
/// </summary>
internal interface IStandingCounters
{
    /// <summary>Counts nothing, once for each known series. Called when there is somebody who counts.</summary>
    void Begin();
}

internal static class StandingCounters
{
    public static IServiceCollection AddMetricsOf<T>(this IServiceCollection services)
        where T : class, IStandingCounters => services.AddSingleton<T>().AddSingleton<IStandingCounters>(static provider => provider.GetRequiredService<T>());
}
