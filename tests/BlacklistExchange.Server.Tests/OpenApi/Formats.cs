using System.Text.Json.Nodes;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Server.Tests.OpenApi;

/// <summary>What the bytes of a text or number mean, by the field's name on the wire: the JSON type alone does not say it (spec/protocol.md §2.1, §3.2).</summary>
internal static class Formats
{
    private static readonly string[] States = [.. Enum.GetNames<EntryState>().Select(static name => name.ToLowerInvariant())];

    /// <summary>Keywords to add to a field's schema; none when its type says all.</summary>
    public static JsonObject Of(string field) => field switch
    {
        "payload" => Bytes(null),
        "elements" => Bytes(null),
        "signature" => Bytes(DetachedSignature.Size),
        "proof" => Bytes(Ciphersuite.Ristretto255Sha512.ProofSize),
        "entry_key" or "old_entry_key" or "new_entry_key" or "salt" => Bytes(EntryKey.Size),
        "tag" => new JsonObject { ["pattern"] = "^[0-9a-f]{64}$" },
        "list" or "entity" or "exchange" => new JsonObject { ["pattern"] = "^[a-z0-9][a-z0-9-]{0,30}[a-z0-9]$" },
        "time" or "full_at" or "since" or "retry_at" => new JsonObject { ["format"] = "int64", ["description"] = "Unix seconds." },
        "epoch" => new JsonObject { ["format"] = "int64", ["minimum"] = 1, ["maximum"] = uint.MaxValue },
        "purpose" => Names(Purposes.All),
        "kind" => new JsonObject { ["examples"] = List(IdentifierKinds.All.Select(static kind => kind.Name)) },
        "state" => Names([.. States, "unknown"]),
        "counter" => Names(["burst", "day", "epoch", "hub", "key"]),
        "type" => new JsonObject { ["pattern"] = "^urn:bex:problem:[a-z0-9-]+$" },
        _ => [],
    };

    private static JsonObject Bytes(int? size) => size is { } bytes
        ? new JsonObject { ["contentEncoding"] = "base64url", ["pattern"] = $"^[A-Za-z0-9_-]{{{(bytes * 4 + 2) / 3}}}$", ["description"] = "Base64url without padding." }
        : new JsonObject { ["contentEncoding"] = "base64url", ["pattern"] = "^[A-Za-z0-9_-]+$", ["description"] = "Base64url without padding." };

    private static JsonObject Names(IEnumerable<string> names) => new() { ["enum"] = List(names) };

    private static JsonArray List(IEnumerable<string> names) => [.. names.Select(static name => JsonValue.Create(name))];
}
