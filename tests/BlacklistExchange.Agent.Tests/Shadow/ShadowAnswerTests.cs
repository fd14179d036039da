using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using BlacklistExchange.Agent.Shadow;
using BlacklistExchange.Client.Tests;
using BlacklistExchange.Protocol.Identifiers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BlacklistExchange.Agent.Tests.Shadow;

/// <summary>In shadow mode the caller is told nothing: neither by what is said, nor by when.</summary>
public sealed class ShadowAnswerTests
{
    private const string Constant = "{\"shadow\":true}";

    [Fact]
    public async Task Returns_the_same_bytes_whatever_is_found()
    {
        await using AgentWorld world = await ShadowWorld.StartAsync(listed: [TestIds.Phone(1), TestIds.ResidentId(1)]);
        List<string> answers =
        [
            await RawAsync(world, "/v1/check", AgentWorld.Request(TestIds.Phone(1), TestIds.ResidentId(1))),
            await RawAsync(world, "/v1/check", AgentWorld.Request(TestIds.Phone(2), TestIds.ResidentId(2))),
            await RawAsync(world, "/v1/check", """{"identifiers":[{"kind":"resident-id","value":"110105199002300018"}],"purpose":"sign-up"}"""),
            await RawAsync(world, "/v1/match", """{"handle":"no-handle-at-all"}"""),
        ];
        await ShadowWorld.WrittenAsync(world, 3);
        world.Hub.ExhaustBudget(IdentifierKind.Phone);
        answers.Add(await RawAsync(world, "/v1/check", AgentWorld.Request(TestIds.Phone(3))));
        await ShadowWorld.WrittenAsync(world, 4);
        await world.Hub.StopAsync();
        answers.Add(await RawAsync(world, "/v1/check", AgentWorld.Request(TestIds.Phone(4))));

        string answer = Assert.Single(answers.Distinct());
        Assert.StartsWith("HTTP/1.1 202 Accepted\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n" + Constant, answer, StringComparison.Ordinal);
        Assert.Equal(["cache-control: no-store", "connection: close", "content-length: 15", "content-type: application/json"],
            answer.Split("\r\n\r\n")[0].Split("\r\n").Skip(1).Select(static line => line.Replace(line.Split(':')[0], line.Split(':')[0].ToLowerInvariant(), StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        // They were not the same to the agent.
        Assert.Equal((1, 1), (ShadowWorld.Total(world)[FigureNames.Hit("official", "strong")], ShadowWorld.Total(world)[FigureNames.Unsure("budget-exhausted")]));
    }

    [Fact]
    public async Task Returns_at_once_while_the_hub_holds_its_answers()
    {
        await using AgentWorld world = await ShadowWorld.StartAsync(listed: TestIds.Phone(1));
        await Waiting.UntilAsync(async () => (await world.GetAsync("/readyz")).Status == 200);
        TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Hub.BeforeAnswer = _ => held.Task;
        // Each would wait for ever if it waited for its check.
        await ShadowWorld.CheckAsync(world, "one", TestIds.Phone(1));
        await ShadowWorld.CheckAsync(world, "two", TestIds.Phone(2));
        await ShadowWorld.TellAsync(world, "one", "expelled");
        Assert.Equal([Constant, Constant], await BatchAsync(world, AgentWorld.Request(TestIds.Phone(3)) + "\n" + AgentWorld.Request(TestIds.Phone(1)) + "\n"));
        Assert.Equal(0, ShadowWorld.Total(world)[FigureNames.Checks]);
        held.SetResult();
        await ShadowWorld.WrittenAsync(world, 4);
        Assert.Equal((2, 1), (ShadowWorld.Total(world).AllHits, ShadowWorld.Total(world).Agreement(Finding.Weak, Outcome.Expelled)));
    }

    [Fact]
    public async Task Keeps_a_full_queue_from_holding_anybody()
    {
        await using AgentWorld world = await ShadowWorld.StartAsync();
        await Waiting.UntilAsync(async () => (await world.GetAsync("/readyz")).Status == 200);
        TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Hub.BeforeAnswer = _ => held.Task;
        const int More = 500;
        foreach (int[] some in Enumerable.Range(0, ShadowQueue.MostWaiting + More).Chunk(1000))
        {
            string[] lines = await BatchAsync(world, string.Concat(some.Select(static _ => AgentWorld.Request(TestIds.Phone(1)) + "\n")));
            Assert.Equal(some.Length, lines.Count(static line => line == Constant));
        }
        held.SetResult();
        await ShadowWorld.WrittenAsync(world, ShadowQueue.MostWaiting + More);
        WeekFigures total = ShadowWorld.Total(world);
        Assert.Equal(ShadowQueue.MostWaiting + More, total[FigureNames.Checks]);
        // Those under way have left the queue.
        Assert.InRange(total[FigureNames.NotMeasured], 1, More);
        Assert.Equal(total[FigureNames.Checks] - total[FigureNames.NotMeasured], total[FigureNames.Identifiers]);
    }

    [Fact]
    public async Task Refuses_what_is_no_request_and_every_report()
    {
        await using AgentWorld world = await ShadowWorld.StartAsync();
        (int status, JsonNode problem) = await world.PostAsync("/v1/check", """{"identifiers":[{"kind":"phone"}],"purpose":"sign-up"}""");
        Assert.Equal((400, ("missing-field", "identifiers[0].value")), (status, AgentWorld.Fault(problem)));
        (status, problem) = await world.PostAsync("/v1/match", "{}");
        Assert.Equal((400, ("missing-field", "handle")), (status, AgentWorld.Fault(problem)));
        (status, problem) = await world.PostAsync("/v1/report", "{}");
        Assert.Equal((409, "shadow-mode"), (status, AgentWorld.Fault(problem).Type));
        string[] lines = await BatchAsync(world, "not json\n\n" + AgentWorld.Request(TestIds.Phone(1)));
        Assert.Equal(("malformed-json", Constant), (AgentWorld.Fault(JsonNode.Parse(lines[0])!["error"]!).Type, lines[1]));
    }

    [Fact]
    public async Task Keeps_verdicts_out_of_the_metrics_and_routes_within_the_table()
    {
        await using AgentWorld world = await ShadowWorld.StartAsync(listed: TestIds.Phone(1));
        await ShadowWorld.CheckAsync(world, "one", TestIds.Phone(1));
        await ShadowWorld.WrittenAsync(world, 1);
        string text = (await world.GetAsync("/metrics")).Body.GetValue<string>();
        Assert.Contains("bex_client_evaluation_units_total", text, StringComparison.Ordinal);
        Assert.DoesNotContain("verdict", text, StringComparison.Ordinal);

        await using AgentWorld live = await AgentWorld.StartAsync();
        Assert.Subset(Routes(live).ToHashSet(), Routes(world).ToHashSet());
    }

    private static IEnumerable<string?> Routes(AgentWorld world) => world.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(static endpoint => endpoint.RoutePattern.RawText);

    /// <summary>The whole answer as it comes over the socket, without the line that has the time of day.</summary>
    private static async Task<string> RawAsync(AgentWorld world, string path, string body)
    {
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(world.Socket));
        await socket.SendAsync(Encoding.UTF8.GetBytes($"POST {path} HTTP/1.1\r\nHost: agent\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"));
        using StreamReader reader = new(new NetworkStream(socket));
        string text = await reader.ReadToEndAsync();
        return string.Join("\r\n", text.Split("\r\n").Where(static line => !line.StartsWith("Date: ", StringComparison.Ordinal)));
    }

    private static async Task<string[]> BatchAsync(AgentWorld world, string lines)
    {
        using StringContent content = new(lines, Encoding.UTF8, "application/x-ndjson");
        using HttpResponseMessage response = await world.Http.PostAsync("/v1/check/batch", content);
        Assert.Equal(200, (int)response.StatusCode);
        return (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
