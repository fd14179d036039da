namespace BlacklistExchange.Server.Clock;

/// <summary>What time the hub thinks it is, and whether it charges.</summary>
internal static class ShowClock
{
    public static IResult Handle(ClockGuard clock, TimeProvider time) => TypedResults.Json(Now(clock, time), ClockJson.Default.ClockResponse);

    public static ClockResponse Now(ClockGuard clock, TimeProvider time) =>
        new(time.GetUtcNow().ToUnixTimeSeconds(), Math.Round(clock.Divergence.TotalSeconds, 3) + 0.0, clock.Refuse() is null);
}
