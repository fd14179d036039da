using System.Text.Json.Nodes;
using BlacklistExchange.Client.Tests;

namespace BlacklistExchange.Agent.Tests.Checks;

/// <summary>POST /v1/match: what a check returned answers again without the hub.</summary>
public sealed class MatchHandleTests
{
    [Fact]
    public async Task Returns_the_same_answer_without_a_charge_also_after_a_restart()
    {
        await using AgentWorld world = await AgentWorld.StartAsync(listed: [TestIds.Phone(1), TestIds.ResidentId(1)]);
        JsonNode check = await world.CheckAsync(TestIds.Phone(1), TestIds.ResidentId(1));
        string handle = (string)check["handle"]!;
        long charged = world.Hub.Charged;

        await world.RestartAsync();
        await world.Hub.StopAsync();
        (int status, JsonNode answer) = await world.PostAsync("/v1/match", $$"""{"handle":"{{handle}}"}""");

        Assert.Equal((200, charged), (status, world.Hub.Charged));
        Assert.Equal(("listed", "strong", true, false), ((string)answer["verdict"]!, (string)answer["strength"]!, (bool)answer["should_refuse"]!, (bool)answer["needs_refresh"]!));
        Assert.Equal((string)check["identifiers"]![0]!["tag"]!, (string)answer["identifiers"]![0]!["tag"]!);
        Assert.Null(answer["handle"]);
    }

    [Fact]
    public async Task Refuses_what_is_no_handle_of_this_member()
    {
        await using AgentWorld world = await AgentWorld.StartAsync();
        (int status, JsonNode answer) = await world.PostAsync("/v1/match", """{"handle":"planted-handle-4711"}""");
        Assert.Equal((400, ("invalid-field", "handle")), (status, AgentWorld.Fault(answer)));
        Assert.DoesNotContain("4711", answer.ToJsonString(), StringComparison.Ordinal);
    }
}
