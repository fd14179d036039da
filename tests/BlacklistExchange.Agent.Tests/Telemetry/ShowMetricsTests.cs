using System.Globalization;
using BlacklistExchange.Client.Tests;

namespace BlacklistExchange.Agent.Tests.Telemetry;

/// <summary>GET /metrics, /livez and /readyz.</summary>
public sealed class ShowMetricsTests
{
    [Fact]
    public async Task Returns_requests_checks_units_and_the_age_of_the_list()
    {
        await using AgentWorld world = await AgentWorld.StartAsync();
        await world.CheckAsync(TestIds.Phone(1));
        await world.GetAsync("/v1/planted-4711");
        await world.PostAsync("/v1/match", """{"handle":"planted-4711"}""");

        string text = (await world.GetAsync("/metrics")).Body.GetValue<string>();

        Assert.Contains("\nbex_agent_requests_total{route=\"/v1/check\",status=\"200\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("\nbex_agent_requests_total{route=\"none\",status=\"404\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("\nbex_agent_checks_total{verdict=\"not-listed\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("\n# TYPE bex_client_evaluation_units_total counter\nbex_client_evaluation_units_total{purpose=\"sign-up\"} ", text, StringComparison.Ordinal);
        string age = text.Split("\nbex_agent_list_age_seconds ")[1].Split('\n')[0];
        Assert.InRange(double.Parse(age, CultureInfo.InvariantCulture), 0, 3600);
        Assert.DoesNotContain("4711", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Returns_ready_once_there_is_a_list()
    {
        await using AgentWorld world = await AgentWorld.StartAsync();
        Assert.Equal(200, (await world.GetAsync("/livez")).Status);
        await Waiting.UntilAsync(async () => (await world.GetAsync("/readyz")).Status == 200);
        await world.Hub.StopAsync();
        await world.RestartAsync();
        // The list on disk is enough.
        Assert.Equal(200, (await world.GetAsync("/readyz")).Status);
    }

    [Fact]
    public async Task Returns_not_ready_without_a_list_and_with_a_stale_one()
    {
        ClockAt clock = new();
        await using AgentWorld world = await AgentWorld.StartAsync(clock: clock);
        await Waiting.UntilAsync(async () => (await world.GetAsync("/readyz")).Status == 200);
        await world.CheckAsync(TestIds.Phone(1));
        await world.Hub.StopAsync();
        clock.Offset = TimeSpan.FromHours(25);
        (int status, System.Text.Json.Nodes.JsonNode body) = await world.GetAsync("/readyz");
        Assert.Equal((503, "not-ready"), (status, AgentWorld.Fault(body).Type));
        Assert.Equal("stale", (string)(await world.CheckAsync(TestIds.Phone(1)))["verdict"]!);

        await world.StopAgentAsync();
        Directory.Delete(Path.Combine(world.Profile, "lists"), recursive: true);
        await world.RestartAsync();
        Assert.Equal(503, (await world.GetAsync("/readyz")).Status);
        Assert.Equal(200, (await world.GetAsync("/livez")).Status);
    }
}
