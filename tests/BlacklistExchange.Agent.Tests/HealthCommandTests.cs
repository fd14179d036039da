using BlacklistExchange.Client.Tests;

namespace BlacklistExchange.Agent.Tests;

/// <summary>The exit code that a container's health check lives by.</summary>
public sealed class HealthCommandTests
{
    [Fact]
    public async Task Returns_zero_while_it_runs_and_is_ready_and_one_afterwards()
    {
        await using AgentWorld world = await AgentWorld.StartAsync();
        await Waiting.UntilAsync(async () => (await world.GetAsync("/readyz")).Status == 200);
        Assert.Equal((0, ""), await AgentProcess.RunAsync("health", "--socket", world.Socket));
        Assert.Equal((0, ""), await AgentProcess.RunAsync("health", "--socket", world.Socket, "--ready"));
        await world.StopAgentAsync();
        (int code, string text) = await AgentProcess.RunAsync("health", "--socket", world.Socket);
        Assert.Equal(1, code);
        Assert.Contains("nobody answers on ", text, StringComparison.Ordinal);
        Assert.Equal(2, (await AgentProcess.RunAsync("health")).Code);
        Assert.Equal(1, (await AgentProcess.RunAsync("health", "--socket", "/" + new string('a', 200))).Code);
    }

    [Fact]
    public async Task Returns_one_for_readiness_alone_when_the_list_is_stale()
    {
        ClockAt clock = new();
        await using AgentWorld world = await AgentWorld.StartAsync(clock: clock);
        await Waiting.UntilAsync(async () => (await world.GetAsync("/readyz")).Status == 200);
        clock.Offset = TimeSpan.FromHours(25);
        Assert.Equal(0, (await AgentProcess.RunAsync("health", "--socket", world.Socket)).Code);
        (int code, string text) = await AgentProcess.RunAsync("health", "--socket", world.Socket, "--ready");
        Assert.Equal(1, code);
        Assert.Contains("503", text, StringComparison.Ordinal);
    }
}
