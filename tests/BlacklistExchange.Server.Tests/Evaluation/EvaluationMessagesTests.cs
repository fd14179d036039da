using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Evaluation;
using BlacklistExchange.Server.Problems;

namespace BlacklistExchange.Server.Tests.Evaluation;

/// <summary>The hub's own reading and writing of the evaluation messages is that of the protocol library.</summary>
public sealed class EvaluationMessagesTests
{
    [Fact]
    public void Reads_what_the_protocol_library_writes()
    {
        EvaluateRequest sent = new(Guid.NewGuid(), Purposes.SignUp, [new EvaluateGroup("goods", 7, "phone", "AQID"), new EvaluateGroup("goods", 8, "phone", "")]);
        Assert.True(RequestBody.Parse(JsonSerializer.SerializeToUtf8Bytes(sent, WireJson.Default.EvaluateRequest), EvaluationJson.Default.EvaluationRequest).TryGet(out EvaluationRequest? read, out _));
        Assert.Equal((sent.RequestId, sent.Purpose), (read.RequestId, read.Purpose));
        Assert.Equal(sent.Groups, read.Groups.Select(static group => new EvaluateGroup(group.List, group.Epoch, group.Kind, Base64Url.EncodeToString(group.Elements.Value))));
    }

    [Fact]
    public void Writes_what_the_protocol_library_writes()
    {
        byte[] elements = [.. Enumerable.Range(0, 32_768).Select(static index => (byte)(index * 7))];
        byte[] proof = new byte[64];
        string own = JsonSerializer.Serialize(new EvaluationResponse(1, [new ResponseGroup(new Base64UrlBytes(elements), new Base64UrlBytes(proof))], 1024), EvaluationJson.Default.EvaluationResponse);
        Assert.Equal(JsonSerializer.Serialize(new EvaluateResponse(1, [new EvaluatedGroup(Base64Url.EncodeToString(elements), Base64Url.EncodeToString(proof))], 1024), WireJson.Default.EvaluateResponse), own);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("AA", 1)]
    [InlineData("AAA", 2)]
    [InlineData("-_-_", 3)]
    [InlineData("A", null)]
    [InlineData("AAAAA", null)]
    [InlineData("AB", null)]
    [InlineData("AAB", null)]
    [InlineData("AA==", null)]
    [InlineData("AAA=", null)]
    [InlineData("AA AA", null)]
    [InlineData(" AAAA", null)]
    [InlineData("AA\nA", null)]
    [InlineData("+/AA", null)]
    [InlineData("ÄAAA", null)]
    public void Takes_only_the_one_encoding_of_bytes(string text, int? length) => Assert.Equal(length, Base64UrlBytes.Decode(Encoding.UTF8.GetBytes(text)).Value?.Length);

    [Fact]
    public void Reads_escaped_text_as_what_it_stands_for() =>
        Assert.Equal([1, 2, 3], JsonSerializer.Deserialize("{\"elements\":\"\\u0041QID\",\"list\":\"l\",\"epoch\":1,\"kind\":\"k\"}", EvaluationJson.Default.RequestGroup)!.Elements.Value!);

    [Fact]
    public void Refuses_elements_that_are_no_text_by_their_place()
    {
        foreach (string value in (string[])["7", "null", "[]", "{}", "true"])
        {
            string body = $"{{\"request_id\":\"{Guid.NewGuid()}\",\"purpose\":\"p\",\"groups\":[{{\"list\":\"l\",\"epoch\":1,\"kind\":\"k\",\"elements\":{value}}}]}}";
            Assert.False(RequestBody.Parse(Encoding.UTF8.GetBytes(body), EvaluationJson.Default.EvaluationRequest).TryGet(out _, out Refusal? refusal));
            Assert.Equal(("wrong-type", "groups[0].elements"), (refusal.Type.Name, refusal.Field));
        }
    }
}
