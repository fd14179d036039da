using System.Security.Cryptography;
using System.Text.Json.Nodes;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Snapshots;
using BlacklistExchange.Protocol.Wire;
using static BlacklistExchange.Protocol.Tests.Vectors.Fixed;

namespace BlacklistExchange.Protocol.Tests.Vectors;

public sealed class FileVectorTests
{
    private const string File = "files.json";

    [Fact]
    public void Returns_the_published_snapshot_delta_descriptor_and_manifest()
    {
        byte[] before = Snapshot(["+8619900000123", "+8619900000124", "+8619900000125"]);
        byte[] after = Snapshot(["+8619900000123", "+8619900000125", "+8619900000126"]);
        byte[] delta = Delta.Between(before, SHA256.HashData(before), after, SHA256.HashData(after));
        PublishedVectors.CheckBytes("snapshot-base.bin", before);
        PublishedVectors.CheckBytes("snapshot-result.bin", after);
        PublishedVectors.CheckBytes("delta.bin", delta);

        using ECDsa exchange = SigningKey("exchange signing key");
        byte[] descriptor = Descriptor().Encode();
        byte[] manifest = ManifestOf(descriptor, before, after, delta).Encode();
        JsonObject document = new()
        {
            ["comment"] = "spec/protocol.md sections 4 and 8, with snapshot-base.bin, delta.bin and snapshot-result.bin. Hexadecimal. Signatures are randomised: verify them.",
            ["exchange_key"] = Hex(exchange.ExportSubjectPublicKeyInfo()),
            ["snapshot_base_digest"] = Hex(SHA256.HashData(before)),
            ["snapshot_result_digest"] = Hex(SHA256.HashData(after)),
            ["delta_digest"] = Hex(SHA256.HashData(delta)),
        };
        foreach ((string name, byte[] payload) in new[] { ("descriptor", descriptor), ("manifest", manifest) })
        {
            string signature = PublishedVectors.Signature(File, name + "_signature", () => DetachedSignature.Sign(exchange, payload));
            Assert.True(DetachedSignature.Verify(exchange, payload, Convert.FromHexString(signature)), name);
            document[name] = Hex(payload);
            document[name + "_signature"] = signature;
        }
        PublishedVectors.Check(File, document);
    }

    [Fact]
    public void Applies_the_published_delta_to_the_published_base()
    {
        byte[] before = VectorFile.Bytes("snapshot-base.bin");
        using MemoryStream result = new();
        Assert.True(Delta.TryApply(before, SHA256.HashData(before), VectorFile.Bytes("delta.bin"), header => new SnapshotWriter(result, header), out byte[] digest));
        Assert.Equal(VectorFile.Bytes("snapshot-result.bin"), result.ToArray());
        Assert.Equal(SHA256.HashData(result.ToArray()), digest);
    }

    private static byte[] Snapshot(string[] phones)
    {
        List<byte[]> entries = [];
        foreach (string phone in phones)
        {
            using EntryKey key = EntryKey(Canonical(phone));
            byte[] sealedLabel = SealedLabel.Seal(key, Fixed.Example, Bytes32("salt of " + phone).AsSpan(0, 16));
            entries.Add([.. key.DeriveTag().ToArray().AsSpan(0, 16), .. sealedLabel]);
        }
        entries.Sort(static (left, right) => left.AsSpan().SequenceCompareTo(right));
        using MemoryStream file = new();
        using SnapshotWriter writer = new(file, new SnapshotHeader(List, Phone, Epoch, (ulong)entries.Count));
        foreach (byte[] entry in entries)
        {
            writer.Add(entry);
        }
        writer.Complete();
        return file.ToArray();
    }

    private static EpochDescriptor Descriptor()
    {
        using Protocol.Voprf.KeyPair key = EpochKey();
        byte[] pk = key.PublicKey.ToArray();
        return new EpochDescriptor
        {
            Exchange = Exchange,
            List = List,
            Epoch = Epoch,
            NotBefore = 1_580_515_200,
            NotAfter = 1_612_051_200,
            Previous = Bytes32("previous descriptor"),
            Kinds = [new DescriptorKind(Phone, Suite.Identifier, 1, [new DescriptorHolder(1, pk, "")], pk)],
        };
    }

    private static Manifest ManifestOf(byte[] descriptor, byte[] before, byte[] after, byte[] delta) => new()
    {
        Exchange = Exchange,
        List = List,
        Sequence = 42,
        IssuedAt = 1_582_000_600,
        PolicyVersion = 3,
        Epochs = [new ManifestEpoch(Epoch, SHA256.HashData(descriptor))],
        Files =
        [
            new ManifestFile(Phone, Epoch, SHA256.HashData(after), (ulong)after.Length,
                [new ManifestDelta(SHA256.HashData(before), SHA256.HashData(delta), (ulong)delta.Length, SHA256.HashData(after))]),
        ],
    };
}
