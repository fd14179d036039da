using System.Text.Json.Nodes;
using BlacklistExchange.Client.Tests;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Agent.Tests.Outbox;

/// <summary>What tests of the outbox do again and again.</summary>
internal static class OutboxWorld
{
    /// <summary>The list is there; then every request of every member meets a connection that breaks.</summary>
    public static async Task LoseHubAsync(this AgentWorld world)
    {
        await Waiting.UntilAsync(async () => (await world.GetAsync("/readyz")).Status == 200);
        world.Hub.DropConnections(int.MaxValue);
    }

    public static void FindHub(this AgentWorld world) => world.Hub.DropConnections(0);

    public static string Check(string id, Identifier identifier, string more = "") => $$"""{"id":"{{id}}","identifiers":[{{AgentWorld.Item(identifier)}}],"purpose":"sign-up"{{more}}}""";

    public static async Task<JsonNode[]> EventsAsync(HttpClient http) => [.. (await AgentWorld.SendAsync(http, HttpMethod.Get, "/v1/pending?limit=500", null)).Body["events"]!.AsArray().Select(static one => one!)];

    public static async Task<JsonNode[]> WaitForEventsAsync(this AgentWorld world, int count)
    {
        await Waiting.UntilAsync(async () => (await EventsAsync(world.Http)).Length >= count);
        return await EventsAsync(world.Http);
    }
}
