namespace BlacklistExchange.Agent.Telemetry;

/// <summary><c>GET /metrics</c></summary>
internal static class ShowMetrics
{
    public static IResult Handle(MeterReadings readings) => Results.Text(readings.Scrape(), "text/plain; version=0.0.4; charset=utf-8");
}
