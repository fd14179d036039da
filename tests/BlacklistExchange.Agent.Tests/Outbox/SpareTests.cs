using System.Text;
using System.Text.Json.Nodes;
using BlacklistExchange.Client.Tests;

namespace BlacklistExchange.Agent.Tests.Outbox;

/// <summary>Checks that wait for the padding of others.</summary>
public sealed class SpareTests
{
    private const string Spare = ",\"when\":\"spare\"";

    [Fact]
    public async Task Returns_what_padding_carried_without_a_unit_of_its_own_also_after_a_restart()
    {
        await using AgentWorld world = await AgentWorld.StartAsync(listed: TestIds.Phone(1));
        await Waiting.UntilAsync(async () => (await world.GetAsync("/readyz")).Status == 200);
        (int status, JsonNode kept) = await world.PostAsync("/v1/check", OutboxWorld.Check("a-1", TestIds.Phone(1), Spare));
        Assert.Equal((202, "a-1", 0L), (status, (string)kept["id"]!, world.Hub.Charged));
        (status, JsonNode same) = await world.PostAsync("/v1/check", OutboxWorld.Check("a-1", TestIds.Phone(1), Spare));
        Assert.Equal((202, (string)kept["pending"]!), (status, (string)same["pending"]!));
        await world.RestartAsync();
        // Three of a kind leave one place in a group of four.
        long asked = 100;
        await Waiting.UntilAsync(async () =>
        {
            await world.CheckAsync([.. Enumerable.Range((int)(asked += 3), 3).Select(static number => TestIds.Phone(number))]);
            return (await OutboxWorld.EventsAsync(world.Http)).Length == 1;
        });
        JsonNode answered = (await OutboxWorld.EventsAsync(world.Http))[0];
        Assert.Equal(((string)kept["pending"]!, "listed"), ((string)answered["pending"]!, (string)answered["answer"]!["verdict"]!));
        Assert.Equal((asked - 100) / 3 * 4, world.Hub.Charged);
    }

    [Fact]
    public async Task Returns_what_no_padding_carried_when_the_latest_time_comes()
    {
        await using AgentWorld world = await AgentWorld.StartAsync(listed: TestIds.Phone(1));
        long latest = TimeProvider.System.GetUtcNow().AddSeconds(1).ToUnixTimeSeconds();
        await world.PostAsync("/v1/check", OutboxWorld.Check("a-1", TestIds.Phone(1), $"{Spare},\"latest\":{latest}"));
        Assert.Equal("listed", (string)(await world.WaitForEventsAsync(1))[0]["answer"]!["verdict"]!);
    }

    [Fact]
    public async Task Returns_batch_lines_out_of_order_when_padding_carried_them()
    {
        await using AgentWorld world = await AgentWorld.StartAsync(listed: TestIds.Phone(1));
        await Waiting.UntilAsync(async () => (await world.GetAsync("/readyz")).Status == 200);
        string three = string.Join(',', Enumerable.Range(10, 3).Select(static number => AgentWorld.Item(TestIds.Phone(number))));
        string lines = OutboxWorld.Check("spare", TestIds.Phone(1), Spare) + "\n" + $$"""{"id":"now","identifiers":[{{three}}],"purpose":"sign-up"}""" + "\n" + """{"id":"late","identifiers":[{"kind":"phone","value":"13912340001"}],"purpose":"sign-up","when":"spare","latest":99999999999}""";
        using StringContent content = new(lines, Encoding.UTF8, "application/x-ndjson");
        using HttpResponseMessage response = await world.Http.PostAsync("/v1/check/batch", content);
        JsonNode[] answers = [.. (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line)!).OrderBy(static line => (int)line["line"]!)];
        Assert.Equal(["listed", "not-listed"], answers[..2].Select(static answer => (string)answer["verdict"]!));
        Assert.Equal(("invalid-field", "latest"), AgentWorld.Fault(answers[2]["error"]!));
        Assert.Equal(4, world.Hub.Charged);
        Assert.Equal(0, (int)(await world.GetAsync("/v1/pending")).Body["waiting"]!);
    }

    [Fact]
    public async Task Lets_go_of_lines_whose_caller_has_gone()
    {
        await using AgentWorld world = await AgentWorld.StartAsync();
        await Waiting.UntilAsync(async () => (await world.GetAsync("/readyz")).Status == 200);
        using (HttpClient caller = AgentWorld.Over(world.Socket))
        {
            using StringContent content = new(OutboxWorld.Check("spare", TestIds.Phone(1), Spare) + "\n" + OutboxWorld.Check("spare-2", TestIds.Phone(2), Spare), Encoding.UTF8, "application/x-ndjson");
            using HttpRequestMessage request = new(HttpMethod.Post, "/v1/check/batch") { Content = content };
            using HttpResponseMessage response = await caller.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            Assert.True(response.IsSuccessStatusCode);
        }

        // A request is counted when it has ended.
        await Waiting.UntilAsync(async () => (await world.GetAsync("/metrics")).Body.GetValue<string>().Contains("bex_agent_requests_total{route=\"/v1/check/batch\"", StringComparison.Ordinal));
    }
}
