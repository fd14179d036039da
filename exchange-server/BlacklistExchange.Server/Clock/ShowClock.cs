using BlacklistExchange.Server.Access;

namespace BlacklistExchange.Server.Clock;

/// <summary>What time the hub thinks it is, and whether it charges.</summary>
internal static class ShowClock
{
    public static IResult Handle(ClockGuard clock) => TypedResults.Json(Now(clock), ClockJson.Default.ClockResponse);

    public static ClockResponse Now(ClockGuard clock)
    {
        ClockReading reading = clock.Look();
        return new ClockResponse(reading.Wall.ToUnixTimeSeconds(), Math.Round(reading.Divergence.TotalSeconds, 3) + 0.0, reading.IsSound);
    }
}
