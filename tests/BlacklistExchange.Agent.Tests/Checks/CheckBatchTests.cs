using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using BlacklistExchange.Client.Tests;

namespace BlacklistExchange.Agent.Tests.Checks;

/// <summary>POST /v1/check/batch: lines in, lines out.</summary>
public sealed class CheckBatchTests
{
    [Fact]
    public async Task Returns_lines_in_order_with_the_callers_id_and_an_error_for_a_bad_one()
    {
        await using AgentWorld world = await AgentWorld.StartAsync(listed: TestIds.Seller(2));
        string[] sent = [.. Enumerable.Range(1, 40).Select(static number => Line(number))];
        sent[4] = """{"identifiers":[{"kind":"horse","value":"planted-4711"}],"purpose":"sign-up"}""";
        sent[6] = "not json";
        sent[8] = "";

        JsonNode[] lines = await BatchAsync(world, string.Join('\n', sent));

        Assert.Equal(Enumerable.Range(1, 40).Where(static number => number != 9), lines.Select(static line => (int)line["line"]!));
        Assert.Equal(("shop-2", "listed", "not-listed"), ((string)lines[1]["id"]!, (string)lines[1]["verdict"]!, (string)lines[2]["verdict"]!));
        Assert.Equal(("invalid-field", "identifiers[0].kind"), AgentWorld.Fault(lines[4]["error"]!));
        Assert.Equal("malformed-json", AgentWorld.Fault(lines[6]["error"]!).Type);
        Assert.DoesNotContain("4711", lines[4].ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Returns_a_line_before_the_next_one_is_sent()
    {
        await using AgentWorld world = await AgentWorld.StartAsync();
        // By hand: the framework's client reads nothing before it has sent everything.
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(world.Socket));
        using StreamReader answers = new(new NetworkStream(socket));
        await socket.SendAsync("POST /v1/check/batch HTTP/1.1\r\nHost: agent\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray());
        await socket.SendAsync(Chunk(Line(1) + "\n"));
        Assert.Equal("shop-1", (string)(await AnswerAsync(answers))["id"]!);
        await socket.SendAsync(Chunk(Line(2)));
        await socket.SendAsync("0\r\n\r\n"u8.ToArray());
        Assert.Equal("shop-2", (string)(await AnswerAsync(answers))["id"]!);
    }

    [Fact]
    public async Task Refuses_a_line_beyond_the_limit_and_ends()
    {
        await using AgentWorld world = await AgentWorld.StartAsync();
        JsonNode[] lines = await BatchAsync(world, Line(1) + "\n" + new string('x', AgentHost.MaxBodyBytes + 70_000));
        Assert.Equal(2, lines.Length);
        Assert.Equal(("too-large", 2), (AgentWorld.Fault(lines[1]["error"]!).Type, (int)lines[1]["line"]!));
    }

    [Fact]
    public async Task Refuses_another_media_type()
    {
        await using AgentWorld world = await AgentWorld.StartAsync();
        (int status, JsonNode answer) = await world.PostAsync("/v1/check/batch", Line(1));
        Assert.Equal((415, "unsupported-media-type"), (status, AgentWorld.Fault(answer).Type));
    }

    private static string Line(int number) => $$"""{"id":"shop-{{number}}","identifiers":[{{AgentWorld.Item(TestIds.Seller(number))}}],"purpose":"re-check"}""";

    private static byte[] Chunk(string text) => Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n");

    /// <summary>The next answer, whatever headers and chunk sizes stand before it.</summary>
    private static async Task<JsonNode> AnswerAsync(StreamReader answers)
    {
        string? line;
        do
        {
            line = await answers.ReadLineAsync();
        }
        while (line is not null && !line.StartsWith('{'));
        return JsonNode.Parse(line!)!;
    }

    private static async Task<JsonNode[]> BatchAsync(AgentWorld world, string lines)
    {
        using StringContent content = new(lines, Encoding.UTF8, "application/x-ndjson");
        using HttpResponseMessage response = await world.Http.PostAsync("/v1/check/batch", content);
        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType!.MediaType);
        return [.. (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line)!)];
    }
}
