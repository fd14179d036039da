using BlacklistExchange.Client.Tests;

namespace BlacklistExchange.Agent.Tests.Storage;

/// <summary>Entry keys that outlive the process: bounded, and left off by whoever wants none.</summary>
public sealed class KeptEntryKeysTests
{
    [Theory]
    [InlineData(1_000_000, 0, 0)]
    [InlineData(3, 4, 10)]
    [InlineData(0, 10, 10)]
    public async Task Keeps_as_many_as_it_may_and_pays_again_for_the_others(int most, int least, int atMost)
    {
        await using AgentWorld world = await AgentWorld.StartAsync(change: settings => settings with { KeptEntryKeys = most });
        await Waiting.UntilAsync(async () => (await world.GetAsync("/readyz")).Status == 200);
        for (int number = 0; number < 10; number++)
        {
            await world.CheckAsync(TestIds.Phone(number));
        }
        Assert.Equal(40, world.Hub.Charged);
        await world.RestartAsync();
        for (int number = 0; number < 10; number++)
        {
            Assert.Equal("not-listed", (string)(await world.CheckAsync(TestIds.Phone(number)))["verdict"]!);
        }

        Assert.InRange(world.Hub.Charged, 40 + (4 * least), 40 + (4 * atMost));
    }
}
