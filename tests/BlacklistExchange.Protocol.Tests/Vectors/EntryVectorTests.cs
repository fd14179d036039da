using System.Text.Json.Nodes;
using BlacklistExchange.Protocol.Entries;
using static BlacklistExchange.Protocol.Tests.Vectors.Fixed;

namespace BlacklistExchange.Protocol.Tests.Vectors;

public sealed class EntryVectorTests
{
    [Fact]
    public void Returns_the_published_entry_keys_tags_and_labels()
    {
        JsonArray derivations = [];
        JsonArray labels = [];
        (string List, byte Kind, uint Epoch)[] contexts = [("ipr-example", 2, 7), ("ipr-example", 2, 8), ("ipr-example", 3, 7), ("other-list", 2, 7), ("ab", 255, uint.MaxValue)];
        foreach ((string list, byte kind, uint epoch) in contexts)
        {
            byte[] y = [.. Bytes32("output left"), .. Bytes32("output right")];
            using EntryKey key = Protocol.Entries.EntryKey.Derive(y, Suite.Identifier, list, kind, epoch);
            derivations.Add(new JsonObject
            {
                ["output_y"] = Hex(y),
                ["suite"] = Suite.Identifier,
                ["list"] = list,
                ["kind"] = kind,
                ["epoch"] = epoch,
                ["entry_key"] = Hex(key.Reveal()),
                ["tag"] = key.DeriveTag().ToString(),
            });
        }
        foreach (EntryStatus status in Enum.GetValues<EntryStatus>())
        {
            using EntryKey key = Protocol.Entries.EntryKey.Import(Bytes32("entry key"));
            Label label = Fixed.Example with { Status = status, Ring = (uint)status };
            byte[] plain = new byte[Label.Size];
            label.Encode(plain);
            byte[] sealedLabel = SealedLabel.Seal(key, label, Bytes32($"salt {status}").AsSpan(0, 16));
            Assert.True(SealedLabel.TryOpen(key, sealedLabel, out Label opened));
            Assert.Equal(label, opened);
            labels.Add(new JsonObject { ["entry_key"] = Hex(key.Reveal()), ["label"] = Hex(plain), ["status"] = (int)status, ["first"] = label.First.ToString(), ["last"] = label.Last.ToString(), ["sealed"] = Hex(sealedLabel) });
        }
        PublishedVectors.Check("entries.json", new JsonObject
        {
            ["comment"] = "spec/protocol.md section 6: entry keys and tags from VOPRF outputs, labels sealed under fixed salts. Hexadecimal.",
            ["derivations"] = derivations,
            ["labels"] = labels,
        });
    }
}
