using System.Text;
using System.Text.Json.Nodes;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.EndToEnd.Tests.BadRequests;

/// <summary>Every way in which bytes fail to be the JSON of a route, for every route that takes a body.</summary>
internal static class BodyFaults
{
    /// <param name="Path">The route.</param>
    /// <param name="Limit">Most bytes.</param>
    /// <param name="Caller">Who may ask it.</param>
    /// <param name="Body">A body that is right.</param>
    private sealed record Target(string Path, int Limit, Func<BadWorld, HttpClient> Caller, Func<BadWorld, string> Body);

    private static readonly Target[] Targets =
    [
        new(Routes.Evaluate, 256 * 1024, static world => world.Alpha.Http, static world => EvaluateFaults.Body(world)),
        new(Routes.Reports, 256 * 1024, static world => world.Alpha.Http, static world =>
        {
            DraftItem item = DraftItem.Fresh();
            return Draft.ReportBody(world.Alpha.SigningKey, Draft.Report(world, world.Alpha, item).Encode(), item);
        }),
        new(Routes.Retractions, 64 * 1024, static world => world.Alpha.Http, static world => Draft.RetractionBody(world.Alpha.SigningKey, RetractionFaults.Statement(world).Encode())),
        new(Routes.Renewals, 256 * 1024, static world => world.Alpha.Http, static world =>
        {
            (DraftItem, DraftItem) pair = (DraftItem.Fresh(), DraftItem.Fresh());
            return Draft.RenewalBody(world.Alpha.SigningKey, RenewalFaults.Statement(Guid.NewGuid(), pair).Encode(), pair);
        }),
        new(Routes.EntryState, 64 * 1024, static world => world.Desk.Http, static _ => DeskFaults.State()),
        new(Routes.Disputes, 64 * 1024, static world => world.Desk.Http, static _ => DeskFaults.Dispute()),
        new(Routes.Emergency, 1024, static world => world.Open, static _ => EmergencyFaults.Body("alpha", EmergencyCode.Create())),
    ];

    public static IEnumerable<BadRequest> All() => Targets.SelectMany(Of);

    private static IEnumerable<BadRequest> Of(Target target)
    {
        BadRequest Row(string cause, int status, string type, Func<string, byte[]> change, string? contentType = "application/json") =>
            new($"{target.Path}: {cause}", status, type, world => Task.FromResult(Shot.Post(target.Caller(world), target.Path, change(target.Body(world)), contentType)));
        BadRequest Text(string cause, int status, string type, Func<string, string> change) => Row(cause, status, type, body => Encoding.UTF8.GetBytes(change(body)));
        string first = target.Path == Routes.Evaluate ? "request_id" : target.Path is Routes.EntryState or Routes.Disputes ? "list" : target.Path == Routes.Emergency ? "member" : "statement";

        yield return new BadRequest($"{target.Path}: wrong method", 405, "method-not-allowed", world => Task.FromResult(Shot.Of(target.Caller(world), HttpMethod.Get, target.Path)));
        yield return Row("text/plain", 415, "unsupported-media-type", Encoding.UTF8.GetBytes, "text/plain");
        yield return Row("no content type", 415, "unsupported-media-type", Encoding.UTF8.GetBytes, null);
        yield return Row("utf-16 said and sent", 415, "unsupported-media-type", Encoding.Unicode.GetBytes, "application/json; charset=utf-16");
        yield return Text("empty body", 400, "malformed-json", static _ => "");
        yield return Text("malformed JSON", 400, "malformed-json", static body => body.Replace(':', ';'));
        yield return Text("truncated JSON", 400, "malformed-json", static body => body[..^1]);
        yield return Text("data after the value", 400, "malformed-json", static body => body + "{}");
        yield return Text("a comment", 400, "malformed-json", static body => "/* hello */" + body);
        yield return Text("a byte-order mark", 400, "malformed-json", static body => "\uFEFF" + body);
        yield return Text("too deep", 400, "malformed-json", body => Replaced(body, first, new string('[', 20) + new string(']', 20)));
        yield return Row("bad UTF-8", 400, "malformed-json", body => WithBadUtf8(Replaced(body, first, "\"~\"")));
        yield return Text("half a surrogate pair", 400, "malformed-json", body => Replaced(body, first, "\"\\ud800\""));
        yield return Text("unknown field", 400, "unknown-field", static body => "{\"surprise\":1," + body[1..]) with { Field = "surprise" };
        yield return Text("field in another case", 400, "unknown-field", body => body.Replace($"\"{first}\"", $"\"{first.ToUpperInvariant()}\"", StringComparison.Ordinal)) with { Field = first.ToUpperInvariant() };
        yield return Text("duplicate field", 400, "duplicate-field", body => $"{{\"{first}\":{JsonNode.Parse(body)![first]!.ToJsonString()},{body[1..]}") with { Field = first };
        yield return Text("missing field", 400, "missing-field", body => Without(body, first)) with { Field = first };
        yield return Text("null field", 400, "wrong-type", body => Replaced(body, first, "null")) with { Field = first };
        yield return Text("number for a field", 400, "wrong-type", body => Replaced(body, first, "7")) with { Field = first };
        yield return Text("an array for the body", 400, "wrong-type", static body => $"[{body}]");
        yield return Text("null for the body", 400, "wrong-type", static _ => "null");
        yield return Text("too large", 413, "too-large", body => body + new string(' ', target.Limit));
    }

    private static string Replaced(string body, string field, string json)
    {
        JsonObject node = JsonNode.Parse(body)!.AsObject();
        node[field] = "@@";
        return node.ToJsonString().Replace("\"@@\"", json, StringComparison.Ordinal);
    }

    private static string Without(string body, string field)
    {
        JsonObject node = JsonNode.Parse(body)!.AsObject();
        node.Remove(field);
        return node.ToJsonString();
    }

    private static byte[] WithBadUtf8(string body)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        bytes[Array.IndexOf(bytes, (byte)'~')] = 0xC3;
        return bytes;
    }
}
