using System.Text.Json.Nodes;
using BlacklistExchange.Agent.Checks;
using BlacklistExchange.Agent.Outbox;
using BlacklistExchange.Client;
using BlacklistExchange.Client.Testing;
using BlacklistExchange.Client.Tests;
using BlacklistExchange.Protocol.Identifiers;
using Microsoft.Extensions.DependencyInjection;

namespace BlacklistExchange.Agent.Tests.Outbox;

/// <summary>What is kept, answered by policy at once, and answered again when the hub is back.</summary>
public sealed class KeptChecksTests
{
    [Theory]
    [InlineData(OnUncertain.FailOpen, false)]
    [InlineData(OnUncertain.FailClosed, true)]
    public async Task Returns_the_policy_at_once_and_the_answer_later(OnUncertain policy, bool refuses)
    {
        await using AgentWorld world = await AgentWorld.StartAsync(policy, listed: TestIds.Seller(2));
        await world.LoseHubAsync();
        (int status, JsonNode first) = await world.PostAsync("/v1/check", OutboxWorld.Check("a-1", TestIds.Seller(1)));
        JsonNode second = (await world.PostAsync("/v1/check", OutboxWorld.Check("a-2", TestIds.Seller(2)))).Body;
        Assert.Equal((200, "unsure", refuses, "a-1"), (status, (string)first["verdict"]!, (bool)first["should_refuse"]!, (string)first["id"]!));
        JsonNode waiting = (await world.GetAsync("/v1/pending")).Body;
        Assert.Equal((2, 0, 0), ((int)waiting["waiting"]!, (int)waiting["stored"]!, (int)waiting["next"]!));

        world.FindHub();
        JsonNode[] events = await world.WaitForEventsAsync(2);

        Assert.Equal([("check-answered", "a-1", (string)first["pending"]!, "not-listed"), ("check-answered", "a-2", (string)second["pending"]!, "listed")],
            events.Select(static one => ((string)one["type"]!, (string)one["id"]!, (string)one["pending"]!, (string)one["answer"]!["verdict"]!)).Order());
        Assert.Equal([1L, 2L], events.Select(static one => (long)one["sequence"]!));
        Assert.Equal(200, (await world.PostAsync("/v1/match", $$"""{"handle":"{{(string)events[0]["answer"]!["handle"]!}}"}""")).Status);
        Assert.Single((await world.GetAsync("/v1/pending?after=1&limit=1")).Body["events"]!.AsArray());
        Assert.Equal(1, (int)(await world.PostAsync("/v1/pending/ack", """{"through":1}""")).Body["removed"]!);
        await world.RestartAsync();
        waiting = (await world.GetAsync("/v1/pending")).Body;
        Assert.Equal((0, 1, 2), ((int)waiting["waiting"]!, (int)waiting["stored"]!, (int)waiting["next"]!));
    }

    [Fact]
    public async Task Keeps_one_check_an_id_and_refuses_another_under_it()
    {
        await using AgentWorld world = await AgentWorld.StartAsync();
        await world.LoseHubAsync();
        JsonNode first = (await world.PostAsync("/v1/check", OutboxWorld.Check("a-1", TestIds.Phone(1)))).Body;
        JsonNode again = (await world.PostAsync("/v1/check", OutboxWorld.Check("a-1", TestIds.Phone(1)))).Body;
        (int status, JsonNode other) = await world.PostAsync("/v1/check", OutboxWorld.Check("a-1", TestIds.Phone(2)));
        Assert.Equal((string)first["pending"]!, (string)again["pending"]!);
        Assert.Equal((409, ("conflict", "id")), (status, AgentWorld.Fault(other)));
        Assert.Equal(1, (int)(await world.GetAsync("/v1/pending")).Body["waiting"]!);
        world.FindHub();
        Assert.Single(await world.WaitForEventsAsync(1));
        Assert.Equal("not-listed", (string)(await world.PostAsync("/v1/check", OutboxWorld.Check("a-1", TestIds.Phone(2)))).Body["verdict"]!);
    }

    [Fact]
    public async Task Returns_the_answer_also_when_the_outbox_is_full_and_says_so()
    {
        await using AgentWorld world = await AgentWorld.StartAsync(change: static settings => settings with { OutboxLimit = 1 });
        await world.LoseHubAsync();
        Assert.NotNull((await world.PostAsync("/v1/check", OutboxWorld.Check("a-1", TestIds.Phone(1)))).Body["pending"]);
        (int status, JsonNode answer) = await world.PostAsync("/v1/check", OutboxWorld.Check("a-2", TestIds.Phone(2)));
        Assert.Equal((200, "unsure", false, false), (status, (string)answer["verdict"]!, (bool)answer["kept"]!, (bool)answer["should_refuse"]!));
        Assert.Contains("was not kept", (string)answer["explanation"]!, StringComparison.Ordinal);
        Assert.Null(answer["pending"]);
        (status, JsonNode refused) = await world.PostAsync("/v1/check", OutboxWorld.Check("a-3", TestIds.Phone(3), ",\"when\":\"spare\""));
        Assert.Equal((503, "outbox-full"), (status, AgentWorld.Fault(refused).Type));
        string metrics = (await world.GetAsync("/metrics")).Body.GetValue<string>();
        Assert.Contains("bex_agent_outbox_refused_total{reason=\"full\"} 2\n", metrics, StringComparison.Ordinal);
        Assert.Contains("\nbex_agent_outbox_waiting 1\n", metrics, StringComparison.Ordinal);
        Assert.Equal(200, (await world.GetAsync("/readyz")).Status);
        world.FindHub();
        await world.WaitForEventsAsync(1);
        // An event that nobody takes counts too.
        world.Hub.DropConnections(int.MaxValue);
        Assert.False((bool)(await world.PostAsync("/v1/check", OutboxWorld.Check("a-4", TestIds.Phone(4)))).Body["kept"]!);
    }

    [Fact]
    public async Task Returns_the_answer_also_when_the_disk_takes_nothing()
    {
        await using AgentWorld world = await AgentWorld.StartAsync();
        await world.LoseHubAsync();
        using (Microsoft.Data.Sqlite.SqliteConnection broken = new($"Data Source={Path.Combine(world.Profile, "agent", world.Hub.ListName + ".db")};Pooling=False"))
        {
            broken.Open();
            using Microsoft.Data.Sqlite.SqliteCommand command = broken.CreateCommand();
            command.CommandText = "CREATE TRIGGER full BEFORE INSERT ON pending BEGIN SELECT RAISE(ABORT, 'disk full'); END; CREATE TRIGGER full_too BEFORE INSERT ON watched BEGIN SELECT RAISE(ABORT, 'disk full'); END; CREATE TRIGGER full_three BEFORE INSERT ON measured_applicant BEGIN SELECT RAISE(ABORT, 'disk full'); END;";
            command.ExecuteNonQuery();
        }
        (int status, JsonNode answer) = await world.PostAsync("/v1/check", OutboxWorld.Check("a-1", TestIds.Phone(1), ",\"watch\":true"));
        Assert.Equal((200, "unsure", false), (status, (string)answer["verdict"]!, (bool)answer["kept"]!));
        (status, JsonNode refused) = await world.PostAsync("/v1/check", OutboxWorld.Check("a-2", TestIds.Phone(2), ",\"when\":\"spare\""));
        Assert.Equal((503, "storage-failed"), (status, AgentWorld.Fault(refused).Type));
        (status, refused) = await world.PostAsync("/v1/feedback", """{"id":"a-1","outcome":"kept"}""");
        Assert.Equal((503, "storage-failed"), (status, AgentWorld.Fault(refused).Type));
        world.FindHub();
        JsonNode certain = null!;
        await Waiting.UntilAsync(async () => (string)(certain = (await world.PostAsync("/v1/check", OutboxWorld.Check("a-3", TestIds.Phone(3), ",\"watch\":true"))).Body)["verdict"]! == "not-listed");
        Assert.False((bool)certain["watched"]!);
        (status, refused) = await world.PostAsync("/v1/watch", $$"""{"id":"a-3","handle":"{{(string)certain["handle"]!}}"}""");
        Assert.Equal((503, "storage-failed"), (status, AgentWorld.Fault(refused).Type));
    }

    [Fact]
    public async Task Keeps_what_passes_and_nothing_else()
    {
        await using AgentWorld world = await AgentWorld.StartAsync();
        world.Hub.ExhaustBudget(IdentifierKind.Phone, "day", 0, TimeProvider.System.GetUtcNow().AddSeconds(2));
        JsonNode budget = (await world.PostAsync("/v1/check", OutboxWorld.Check("a-1", TestIds.Phone(1)))).Body;
        Assert.Equal("budget-exhausted", (string)budget["reason"]!);
        Assert.NotNull(budget["pending"]);
        world.Hub.Lies = FakeHubLie.FlippedProof;
        JsonNode lie = (await world.PostAsync("/v1/check", OutboxWorld.Check("a-2", TestIds.Seller(1)))).Body;
        Assert.Equal("unverified", (string)lie["reason"]!);
        Assert.NotNull(lie["pending"]);
        world.Hub.Lies = FakeHubLie.None;
        JsonNode fault = (await world.PostAsync("/v1/check", """{"identifiers":[{"kind":"phone","value":"12"}],"purpose":"sign-up"}""")).Body;
        JsonNode kind = (await world.PostAsync("/v1/check", """{"identifiers":[{"kind":"email","value":"a@example.com"}],"purpose":"sign-up"}""")).Body;
        Assert.Equal(("identifier-refused", "kind-not-on-list"), ((string)fault["reason"]!, (string)kind["reason"]!));
        Assert.Equal((null, null), ((string?)fault["pending"], (string?)kind["pending"]));
        world.Hub.RestoreBudgets();
        await world.WaitForEventsAsync(2);
    }

    [Fact]
    public async Task Keeps_the_places_of_texts_that_are_no_identifiers()
    {
        await using AgentWorld world = await AgentWorld.StartAsync(listed: TestIds.Seller(1));
        await world.LoseHubAsync();
        await world.PostAsync("/v1/check", $$"""{"identifiers":[{"kind":"phone","value":"12"},{{AgentWorld.Item(TestIds.Seller(1))}}],"purpose":"sign-up"}""");
        world.FindHub();
        JsonNode answered = (await world.WaitForEventsAsync(1))[0];
        Assert.Equal(["refused", "listed"], answered["answer"]!["identifiers"]!.AsArray().Select(static one => (string)one!["verdict"]!));
        Assert.Null(answered["id"]);
    }

    [Fact]
    public async Task Returns_quickly_while_the_hub_swallows_requests()
    {
        // Patience is longer than any test may last: whoever waited for it would be seen.
        await using AgentWorld world = await AgentWorld.StartAsync(change: static settings => settings with { Patience = TimeSpan.FromMinutes(10) });
        await Waiting.UntilAsync(async () => (await world.GetAsync("/readyz")).Status == 200);
        TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Hub.BeforeAnswer = _ => held.Task;
        Task<JsonNode> first = world.CheckAsync(TestIds.Phone(1));
        world.Services.GetRequiredService<HubReach>().Failed();
        // One that waits already is cut short, and those that come wait no longer.
        Assert.Equal("timeout", (string)(await first)["reason"]!);
        foreach (int number in Enumerable.Range(2, 20))
        {
            Assert.Equal("timeout", (string)(await world.CheckAsync(TestIds.Phone(number)))["reason"]!);
        }
        held.SetResult();
        world.Hub.BeforeAnswer = null;
        Assert.Equal(21, (await world.WaitForEventsAsync(21)).Length);
    }

    [Fact]
    public async Task Refuses_to_open_what_another_vault_key_sealed()
    {
        await using AgentWorld world = await AgentWorld.StartAsync();
        await using AgentWorld thief = await AgentWorld.StartAsync();
        await world.LoseHubAsync();
        await world.PostAsync("/v1/check", OutboxWorld.Check("a-1", TestIds.Phone(1)));
        PendingRow row = world.Services.GetRequiredService<BlacklistExchange.Agent.Storage.AgentDatabase>().Read(static connection => PendingSql.Read(connection, [1])).Single();
        Assert.Null(thief.Services.GetRequiredService<PendingSeal>().Open(row));
        Assert.Null(world.Services.GetRequiredService<PendingSeal>().Open(row with { Id = new byte[16] }));
        Assert.NotNull(world.Services.GetRequiredService<PendingSeal>().Open(row));
        Assert.NotEqual(thief.Services.GetRequiredService<PendingSeal>().NameOf("a-1"), world.Services.GetRequiredService<PendingSeal>().NameOf("a-1"));
    }
}
