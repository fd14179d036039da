using System.Security.Cryptography;
using BlacklistExchange.Client.Snapshots;
using BlacklistExchange.Protocol.Snapshots;
using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Benchmarks.Lists;

/// <summary>A member's local list as a synchronisation leaves it: signed manifest, signed descriptor, the file; beside it the key to pin.</summary>
internal static class MemberFolder
{
    private const string KeyFile = "exchange.key";
    private const string Lists = "list";

    /// <summary>Puts a finished snapshot file in place and signs what names it.</summary>
    public static void Write(string folder, string snapshot, byte[] digest, DateTimeOffset now)
    {
        using ECDsa exchange = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllBytes(Path.Combine(folder, KeyFile), exchange.ExportSubjectPublicKeyInfo());
        ListFolder lists = new(Path.Combine(folder, Lists));
        ulong length = (ulong)new FileInfo(snapshot).Length;
        File.Move(snapshot, lists.FilePath(digest));
        SignedStructure descriptor = Sign(exchange, Descriptor(now).Encode());
        lists.WriteDescriptor(ListNames.Epoch, descriptor);
        lists.WriteCurrent(Sign(exchange, new Manifest
        {
            Exchange = ListNames.Exchange,
            List = ListNames.List,
            Sequence = 1,
            IssuedAt = (ulong)now.ToUnixTimeSeconds(),
            PolicyVersion = 1,
            Epochs = [new ManifestEpoch(ListNames.Epoch, descriptor.Digest)],
            Files = [new ManifestFile((byte)ListNames.Kind, ListNames.Epoch, digest, length, [])],
        }.Encode()));
    }

    /// <summary>What the SDK opens at its start.</summary>
    public static ListOpener Opener(string folder) => new(
        new ListFolder(Path.Combine(folder, Lists)), new ExchangePin(ListNames.Exchange, ListNames.List, File.ReadAllBytes(Path.Combine(folder, KeyFile))));

    private static EpochDescriptor Descriptor(DateTimeOffset now)
    {
        using KeyPair key = KeyPair.Generate(Ciphersuite.Ristretto255Sha512);
        byte[] publicKey = key.PublicKey.ToArray();
        return new EpochDescriptor
        {
            Exchange = ListNames.Exchange,
            List = ListNames.List,
            Epoch = ListNames.Epoch,
            NotBefore = (ulong)now.AddDays(-1).ToUnixTimeSeconds(),
            NotAfter = (ulong)now.AddDays(365).ToUnixTimeSeconds(),
            Previous = new byte[32],
            Kinds = [new DescriptorKind((byte)ListNames.Kind, key.Suite.Identifier, 1, [new DescriptorHolder(1, publicKey, "")], publicKey)],
        };
    }

    private static SignedStructure Sign(ECDsa key, byte[] payload) => new(payload, DetachedSignature.Sign(key, payload));
}
