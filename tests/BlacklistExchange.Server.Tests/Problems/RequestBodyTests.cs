using System.Net;
using System.Net.Http.Headers;
using System.Text;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Problems;

namespace BlacklistExchange.Server.Tests.Problems;

public sealed class RequestBodyTests
{
    private const string Id = "\"request_id\":\"0b0e7f9a-6d5a-4c8e-9a57-111111111111\"";
    private const string Group = "{\"list\":\"goods\",\"epoch\":1,\"kind\":\"phone\",\"elements\":\"AAAA\"}";

    [Theory]
    [InlineData("{" + Id + ",\"purpose\":\"sign-up\",\"groups\":[" + Group + "]}")]
    [InlineData(" {\n" + Id + ",\"groups\":[],\"purpose\":\"\\u4e2d\"}\n")]
    public void Returns_the_value_of_a_whole_body(string json) => Assert.True(Parse(json).TryGet(out _, out _));

    [Theory]
    [InlineData("", "malformed-json", null)]
    [InlineData("{", "malformed-json", null)]
    [InlineData("nul", "malformed-json", null)]
    [InlineData("{" + Id + ",\"purpose\":\"a\",\"groups\":[]} {}", "malformed-json", null)]
    [InlineData("{" + Id + ",\"purpose\":\"a\",\"groups\":[]}x", "malformed-json", null)]
    [InlineData("{" + Id + ",\"purpose\":\"a\",\"groups\":[],}", "malformed-json", null)]
    [InlineData("{/**/" + Id + ",\"purpose\":\"a\",\"groups\":[]}", "malformed-json", null)]
    [InlineData("{" + Id + ",\"purpose\":\"\\ud800\",\"groups\":[]}", "malformed-json", null)]
    [InlineData("{" + Id + ",\"purpose\":\"a\\u0000\",\"groups\":[]}", "malformed-json", null)]
    [InlineData("{" + Id + ",\"purpose\":\"a\",\"groups\":[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]}", "malformed-json", null)]
    [InlineData("{" + Id + ",\"purpose\":\"a\",\"groups\":[],\"more\":1}", "unknown-field", "more")]
    [InlineData("{" + Id + ",\"purpose\":\"a\",\"Groups\":[]}", "unknown-field", "Groups")]
    [InlineData("{" + Id + ",\"purpose\":\"a\",\"groups\":[" + Group + ",{\"list\":\"l\",\"x\":1}]}", "unknown-field", "groups[1].x")]
    [InlineData("{" + Id + "," + Id + ",\"purpose\":\"a\",\"groups\":[]}", "duplicate-field", "request_id")]
    [InlineData("{" + Id + ",\"purpose\":\"a\",\"groups\":[{\"list\":\"l\",\"list\":\"l\"}]}", "duplicate-field", "groups[0].list")]
    [InlineData("{" + Id + ",\"groups\":[]}", "missing-field", "purpose")]
    [InlineData("{" + Id + ",\"purpose\":\"a\",\"groups\":[" + Group + ",{\"list\":\"l\"}]}", "missing-field", "groups[1].epoch")]
    [InlineData("null", "wrong-type", null)]
    [InlineData("[]", "wrong-type", null)]
    [InlineData("\"text\"", "wrong-type", null)]
    [InlineData("{" + Id + ",\"purpose\":null,\"groups\":[]}", "wrong-type", "purpose")]
    [InlineData("{" + Id + ",\"purpose\":7,\"groups\":[]}", "wrong-type", "purpose")]
    [InlineData("{\"request_id\":\"no guid\",\"purpose\":\"a\",\"groups\":[]}", "wrong-type", "request_id")]
    [InlineData("{" + Id + ",\"purpose\":\"a\",\"groups\":{}}", "wrong-type", "groups")]
    [InlineData("{" + Id + ",\"purpose\":\"a\",\"groups\":[{\"list\":\"l\",\"epoch\":-1,\"kind\":\"k\",\"elements\":\"\"}]}", "wrong-type", "groups[0].epoch")]
    [InlineData("{" + Id + ",\"purpose\":\"a\",\"groups\":[{\"list\":\"l\",\"epoch\":1.5,\"kind\":\"k\",\"elements\":\"\"}]}", "wrong-type", "groups[0].epoch")]
    [InlineData("{" + Id + ",\"purpose\":\"a\",\"groups\":[{\"list\":\"l\",\"epoch\":\"1\",\"kind\":\"k\",\"elements\":\"\"}]}", "wrong-type", "groups[0].epoch")]
    public void Refuses_with_the_cause_and_the_place(string json, string type, string? field)
    {
        Assert.False(Parse(json).TryGet(out _, out Refusal? refusal));
        Assert.Equal((type, field), (refusal.Type.Name, refusal.Field));
        Assert.DoesNotContain("BlacklistExchange", refusal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_bytes_that_are_not_utf_8()
    {
        byte[] json = Encoding.UTF8.GetBytes("{" + Id + ",\"purpose\":\"a?\",\"groups\":[]}");
        json[Array.IndexOf(json, (byte)'?')] = 0xff;
        Assert.False(RequestBody.Parse(json, WireJson.Default.EvaluateRequest).TryGet(out _, out Refusal? refusal));
        Assert.Equal("malformed-json", refusal.Type.Name);
    }

    [Fact]
    public void Shows_no_more_than_the_beginning_of_a_strange_field_name()
    {
        Assert.False(Parse("{\"" + new string('x', 5000) + "\\n\":1}").TryGet(out _, out Refusal? refusal));
        Assert.True(refusal.Field!.Length < 50 && refusal.Detail!.Length < 200);
    }

    [Fact]
    public async Task Refuses_over_http_what_is_not_json_or_too_much()
    {
        await using HubFixture hub = await HubFixture.StartAsync(static options => options.Limits.MemberBytes = 1024);
        HttpClient http = hub.OperatorHttp();
        const string Path = "/v1/operator/clock/accept";
        await (await http.PostAsync(Path, new StringContent("{\"reason\":\"x\"}", Encoding.UTF8, "text/plain"))).ProblemAsync("unsupported-media-type");
        await (await http.PostAsync(Path, new StringContent("{\"reason\":\"x\"}", Encoding.Latin1, "application/json"))).ProblemAsync("unsupported-media-type");
        await (await http.PostAsync(Path, null)).ProblemAsync("unsupported-media-type");
        using ByteArrayContent zipped = new([1, 2, 3]);
        zipped.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        zipped.Headers.ContentEncoding.Add("gzip");
        await (await http.PostAsync(Path, zipped)).ProblemAsync("unsupported-media-type");
        await (await http.PostAsync(Path, Answers.Json($"{{\"reason\":\"{new string('x', 2000)}\"}}"))).ProblemAsync("too-large");
        using StreamContent endless = new(new MemoryStream(new byte[5000]));
        endless.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using HttpRequestMessage chunked = new(HttpMethod.Post, Path) { Content = endless, Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        chunked.Headers.TransferEncodingChunked = true;
        await (await http.SendAsync(chunked)).ProblemAsync("too-large");
        Assert.Equal(HttpStatusCode.OK, (await http.PostAsync(Path, Answers.Json("{\"reason\":\"x\"}"))).StatusCode);
    }

    private static Outcome<EvaluateRequest> Parse(string json) => RequestBody.Parse(Encoding.UTF8.GetBytes(json), WireJson.Default.EvaluateRequest);
}
