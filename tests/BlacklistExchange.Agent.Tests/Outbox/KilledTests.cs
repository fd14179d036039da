using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using BlacklistExchange.Agent.Tests.Events;
using BlacklistExchange.Client.Tests;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Agent.Tests.Outbox;

/// <summary>Real processes, killed with signal 9.</summary>
public sealed class KilledTests
{
    private const int SignUps = 600;

    /// <summary>
    /// An hour's sign-ups, ten a minute, as fast as they go, with the hub away and the agent killed twice. The platform lets a sign-up pass when the agent itself does
    /// not answer, and sends it again with the same id until it is taken.
    /// </summary>
    [Fact]
    public async Task Keeps_every_sign_up_of_an_hour_without_the_hub_through_two_kills()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        receiver.Answer = static attempt => attempt % 50 == 0 ? 503 : 204;
        await using AgentWorld world = await AgentWorld.StartAsync(listed: [.. Enumerable.Range(1, SignUps).Where(IsListed).Select(TestIds.Seller)]);
        await world.LoseHubAsync();
        await world.StopAgentAsync();
        string[] serve = AgentProcess.Serve(world, "--socket", world.Folder["own.sock"], "--webhook", receiver.Address, "--webhook-secret-file", Receiver.SecretFile(world.Folder));
        AgentProcess agent = await AgentProcess.StartAsync(serve);
        using HttpClient http = AgentWorld.Over(agent.Address);
        ConcurrentQueue<int> sent = new(Enumerable.Range(1, SignUps));
        ConcurrentDictionary<int, string> taken = [];
        Task signingUp = Task.WhenAll(Enumerable.Range(0, 16).Select(_ => SignUpAsync(http, sent, taken)));
        foreach (int after in (int[])[150, 350])
        {
            await Waiting.UntilAsync(() => taken.Count >= after);
            await agent.EndAsync(signal: 9);
            agent.Dispose();
            agent = await AgentProcess.StartAsync(serve);
        }
        await signingUp;
        Assert.Equal(SignUps, taken.Count);
        Assert.Empty(receiver.Events);

        world.FindHub();
        await Waiting.UntilAsync(() => receiver.Events.Count >= 200);
        await agent.EndAsync(signal: 9);
        agent.Dispose();
        agent = await AgentProcess.StartAsync(serve);
        await Waiting.UntilAsync(() => receiver.Events.Select(static one => (string)one["id"]!).Distinct().Count() == SignUps);
        await Waiting.UntilAsync(async () => (int)(await AgentWorld.SendAsync(http, HttpMethod.Get, "/v1/pending", null)).Body["stored"]! == 0);
        agent.Dispose();

        // A kill between the receiver's yes and the note of it posts that event again under its sequence; no sequence is another's, and no check has two.
        JsonNode[] events = [.. receiver.Events.DistinctBy(static one => (long)one["sequence"]!)];
        Assert.InRange(receiver.Events.Count - events.Length, 0, 1);
        Assert.Equal(Enumerable.Range(1, SignUps).Select(static number => $"signup-{number}").Order(StringComparer.Ordinal), events.Select(static one => (string)one["id"]!).Order(StringComparer.Ordinal));
        Assert.All(events, one => Assert.Equal(taken[NumberOf(one)], (string)one["pending"]!));
        Assert.All(events, static one => Assert.Equal(IsListed(NumberOf(one)) ? "listed" : "not-listed", (string)one["answer"]!["verdict"]!));
        Assert.Equal(receiver.Events.Select(static one => (long)one["sequence"]!).Order(), receiver.Events.Select(static one => (long)one["sequence"]!));
        Assert.Equal(0, receiver.Forged);
    }

    [Fact]
    public async Task Keeps_one_worker_and_hands_over_when_it_is_killed()
    {
        await using AgentWorld world = await AgentWorld.StartAsync();
        // The agent of this process has the lock; the other one waits.
        await world.LoseHubAsync();
        using AgentProcess other = await AgentProcess.StartAsync(AgentProcess.Serve(world, "--socket", world.Folder["other.sock"]));
        using HttpClient http = AgentWorld.Over(other.Address);
        await world.PostAsync("/v1/check", OutboxWorld.Check("a-1", TestIds.Phone(1)));
        Assert.NotNull((await AgentWorld.SendAsync(http, HttpMethod.Post, "/v1/check", OutboxWorld.Check("b-1", TestIds.Phone(2)))).Body["pending"]);
        world.FindHub();
        Assert.Equal(["a-1", "b-1"], (await world.WaitForEventsAsync(2)).Select(static one => (string)one["id"]!).Order());
        long charged = world.Hub.Charged;
        // What one paid for the other answers for nothing, once it is written.
        await Waiting.UntilAsync(() => KeptEntryKeys(world) == 2);
        await Waiting.UntilAsync(async () => (string)(await AgentWorld.SendAsync(http, HttpMethod.Post, "/v1/check", AgentWorld.Request(TestIds.Phone(1)))).Body["verdict"]! == "not-listed");
        Assert.Equal(charged, world.Hub.Charged);

        // The lock passes to the other one, which answers what it keeps; a third waits for its turn.
        await world.StopAgentAsync();
        world.Hub.DropConnections(int.MaxValue);
        await KeepAsync(http, "b-2", 3);
        world.FindHub();
        await Waiting.UntilAsync(async () => (await OutboxWorld.EventsAsync(http)).Length == 3);
        using AgentProcess third = await AgentProcess.StartAsync(AgentProcess.Serve(world, "--socket", world.Folder["third.sock"]));
        using HttpClient thirdHttp = AgentWorld.Over(third.Address);
        world.Hub.DropConnections(int.MaxValue);
        await KeepAsync(thirdHttp, "c-1", 4);
        await KeepAsync(http, "b-3", 5);
        await other.EndAsync(signal: 9);
        world.FindHub();
        await Waiting.UntilAsync(async () => (await OutboxWorld.EventsAsync(thirdHttp)).Length >= 5);
        Assert.Equal(["a-1", "b-1", "b-2", "b-3", "c-1"], (await OutboxWorld.EventsAsync(thirdHttp)).Select(static one => (string)one["id"]!).Order());
        Assert.Equal([1L, 2L, 3L, 4L, 5L], (await OutboxWorld.EventsAsync(thirdHttp)).Select(static one => (long)one["sequence"]!));
        Assert.Equal(0, (int)(await AgentWorld.SendAsync(thirdHttp, HttpMethod.Get, "/v1/pending", null)).Body["waiting"]!);
    }

    private static long KeptEntryKeys(AgentWorld world)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = Path.Combine(world.Profile, "agent", world.Hub.ListName + ".db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
        connection.Open();
        using SqliteCommand count = new("SELECT count(*) FROM entry_key", connection);
        return (long)count.ExecuteScalar()!;
    }

    private static async Task KeepAsync(HttpClient http, string id, int number) =>
        Assert.NotNull((await AgentWorld.SendAsync(http, HttpMethod.Post, "/v1/check", OutboxWorld.Check(id, TestIds.Phone(number)))).Body["pending"]);

    private static bool IsListed(int number) => number % 10 == 0;

    private static int NumberOf(JsonNode message) => int.Parse(((string)message["id"]!)["signup-".Length..], System.Globalization.CultureInfo.InvariantCulture);

    private static async Task SignUpAsync(HttpClient http, ConcurrentQueue<int> sent, ConcurrentDictionary<int, string> taken)
    {
        while (sent.TryDequeue(out int number))
        {
            try
            {
                (int status, JsonNode answer) = await AgentWorld.SendAsync(http, HttpMethod.Post, "/v1/check", OutboxWorld.Check($"signup-{number}", TestIds.Seller(number)));
                Assert.Equal((200, "unsure", false), (status, (string)answer["verdict"]!, (bool)answer["should_refuse"]!));
                taken[number] = (string)answer["pending"]!;
            }
            catch (HttpRequestException)
            {
                // Let pass; and sent again.
                sent.Enqueue(number);
                await Task.Delay(50);
            }
        }
    }
}
