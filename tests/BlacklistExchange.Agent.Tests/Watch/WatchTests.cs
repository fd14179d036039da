using System.Text.Json.Nodes;
using BlacklistExchange.Agent.Tests.Outbox;
using BlacklistExchange.Client;
using BlacklistExchange.Client.Testing;
using BlacklistExchange.Client.Tests;
using BlacklistExchange.Protocol.Entries;
using Microsoft.Extensions.DependencyInjection;

namespace BlacklistExchange.Agent.Tests.Watch;

/// <summary>Watched applicants: every change of how they stand is told once and in order.</summary>
public sealed class WatchTests
{
    [Fact]
    public async Task Returns_every_change_once_and_in_order_also_over_a_restart()
    {
        await using AgentWorld world = await AgentWorld.StartAsync();
        await Waiting.UntilAsync(async () => (await world.GetAsync("/readyz")).Status == 200);
        Assert.True((bool)(await world.PostAsync("/v1/check", OutboxWorld.Check("c-1", TestIds.Seller(1), ",\"watch\":true"))).Body["watched"]!);
        string handle = (string)(await world.CheckAsync(TestIds.Seller(2)))["handle"]!;
        (int status, JsonNode begun) = await world.PostAsync("/v1/watch", $$"""{"id":"c-2","handle":"{{handle}}"}""");
        Assert.Equal((200, "not-listed", true), (status, (string)begun["verdict"]!, (bool)begun["watched"]!));

        await ChangeAsync(world, 1, () => world.Hub.Put(new FakeEntry { Status = EntryStatus.Watch }, TestIds.Seller(1)));
        await ChangeAsync(world, 2, () => world.Hub.List(TestIds.Seller(1)));
        await world.RestartAsync();
        await ChangeAsync(world, 3, () => world.Hub.Put(new FakeEntry { Status = EntryStatus.Disputed }, TestIds.Seller(1)));
        await world.StopAgentAsync();
        world.Hub.Remove(TestIds.Seller(1));
        await world.RestartAsync();
        JsonNode[] events = await world.WaitForEventsAsync(4);

        Assert.Equal(["c-1 none watch", "c-1 watch listed", "c-1 listed disputed", "c-1 disputed none"], events.Select(static one => $"{one["id"]} {one["from"]} {one["to"]}"));
        Assert.Equal([1L, 2L, 3L, 4L], events.Select(static one => (long)one["sequence"]!));
        Assert.Equal(("listing-changed", "listed"), ((string)events[1]["type"]!, (string)events[1]["answer"]!["verdict"]!));
        Assert.True((bool)(await world.PostAsync("/v1/watch/remove", """{"id":"c-1"}""")).Body["removed"]!);
        Assert.False((bool)(await world.PostAsync("/v1/watch/remove", """{"id":"c-1"}""")).Body["removed"]!);
        // The other is still watched, and nothing more is said of the first.
        await ChangeAsync(world, 5, () => world.Hub.List(TestIds.Seller(1), TestIds.Seller(2)));
        Assert.Equal("c-2", (string)(await OutboxWorld.EventsAsync(world.Http))[4]["id"]!);
    }

    [Fact]
    public async Task Keeps_the_watch_of_a_check_that_was_answered_later()
    {
        await using AgentWorld world = await AgentWorld.StartAsync();
        await world.LoseHubAsync();
        JsonNode first = (await world.PostAsync("/v1/check", OutboxWorld.Check("c-1", TestIds.Seller(1), ",\"watch\":true"))).Body;
        Assert.False((bool)first["watched"]!);
        world.FindHub();
        Assert.True((bool)(await world.WaitForEventsAsync(1))[0]["answer"]!["watched"]!);
        await ChangeAsync(world, 2, () => world.Hub.List(TestIds.Seller(1)));
        Assert.Equal("listing-changed", (string)(await OutboxWorld.EventsAsync(world.Http))[1]["type"]!);
    }

    [Fact]
    public async Task Returns_once_that_a_handle_ages_and_nothing_from_a_stale_list()
    {
        ClockAt clock = new();
        await using AgentWorld world = await AgentWorld.StartAsync(clock: clock);
        await Waiting.UntilAsync(async () => (await world.GetAsync("/readyz")).Status == 200);
        await world.PostAsync("/v1/check", OutboxWorld.Check("c-1", TestIds.Seller(1), ",\"watch\":true"));
        await ChangeAsync(world, 1, () => world.Hub.OpenEpoch());
        JsonNode ageing = (await OutboxWorld.EventsAsync(world.Http))[0];
        Assert.Equal(("handle-ageing", "c-1", true), ((string)ageing["type"]!, (string)ageing["id"]!, (bool)ageing["answer"]!["needs_refresh"]!));
        // A list that is stale when it comes says nothing.
        clock.Offset = TimeSpan.FromHours(30);
        world.Hub.List(TestIds.Seller(1));
        await world.Services.GetRequiredService<ExchangeClient>().SyncAsync();
        await world.Services.GetRequiredService<ExchangeClient>().SyncAsync();
        clock.Offset = TimeSpan.Zero;
        await ChangeAsync(world, 2, () => world.Hub.List(TestIds.Seller(9)));
        Assert.Equal(["handle-ageing", "listing-changed"], (await OutboxWorld.EventsAsync(world.Http)).Select(static one => (string)one["type"]!));
    }

    [Fact]
    public async Task Refuses_more_than_the_limit_and_waits_with_events_until_there_is_room()
    {
        await using AgentWorld world = await AgentWorld.StartAsync(change: static settings => settings with { WatchLimit = 2, OutboxLimit = 1 });
        string[] handles = await Task.WhenAll(Enumerable.Range(1, 3).Select(async number => (string)(await world.CheckAsync(TestIds.Seller(number)))["handle"]!));
        Assert.Equal(200, (await world.PostAsync("/v1/watch", Watch("c-1", handles[0]))).Status);
        Assert.Equal(200, (await world.PostAsync("/v1/watch", Watch("c-2", handles[1]))).Status);
        (int status, JsonNode refused) = await world.PostAsync("/v1/watch", Watch("c-3", handles[2]));
        Assert.Equal((503, "watch-full"), (status, AgentWorld.Fault(refused).Type));
        Assert.False((bool)(await world.PostAsync("/v1/check", OutboxWorld.Check("c-3", TestIds.Seller(3), ",\"watch\":true"))).Body["watched"]!);
        Assert.Equal(200, (await world.PostAsync("/v1/watch", Watch("c-1", handles[0]))).Status);

        await ChangeAsync(world, 1, () => world.Hub.List(TestIds.Seller(1), TestIds.Seller(2)));
        JsonNode first = Assert.Single(await OutboxWorld.EventsAsync(world.Http));
        await world.PostAsync("/v1/pending/ack", $$"""{"through":{{first["sequence"]}}}""");
        JsonNode second = Assert.Single(await world.WaitForEventsAsync(1));
        Assert.Equal(["c-1", "c-2"], new[] { (string)first["id"]!, (string)second["id"]! }.Order());
        string metrics = (await world.GetAsync("/metrics")).Body.GetValue<string>();
        Assert.Contains("bex_agent_watch_changes_total{to=\"listed\"} 2\n", metrics, StringComparison.Ordinal);
        Assert.Contains("\nbex_agent_watched 2\n", metrics, StringComparison.Ordinal);
    }

    private static string Watch(string id, string handle) => $$"""{"id":"{{id}}","handle":"{{handle}}"}""";

    /// <summary>Changes the list, fetches it, and waits until there are so many events.</summary>
    private static async Task ChangeAsync(AgentWorld world, int events, Action change)
    {
        change();
        await world.Services.GetRequiredService<ExchangeClient>().SyncAsync();
        await world.WaitForEventsAsync(events);
    }
}
