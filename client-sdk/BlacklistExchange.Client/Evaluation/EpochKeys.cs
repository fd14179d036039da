using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Evaluation;

/// <summary>One holder of a kind's key.</summary>
/// <param name="Index">Its index.</param>
/// <param name="BaseUrl">Where it evaluates; empty = the hub.</param>
internal readonly record struct KeyHolder(ushort Index, string BaseUrl);

/// <summary>One kind's verified key in an epoch.</summary>
internal sealed record KindKey(JointKey Joint, IReadOnlyList<KeyHolder> Holders)
{
    /// <summary>Tells the key from any other, also of an epoch of the same number: the first 8 bytes of SHA-256(text8 suite ‖ joint public key).</summary>
    public ulong Fingerprint { get; } = BinaryPrimitives.ReadUInt64BigEndian(
        SHA256.HashData([(byte)Joint.Suite.Identifier.Length, .. Encoding.ASCII.GetBytes(Joint.Suite.Identifier), .. Joint.PublicKey.Span]));
}

/// <summary>A verified epoch descriptor, ready for use: built only from bytes that the pinned exchange key signed and whose keys fit together.</summary>
internal sealed class EpochKeys
{
    private readonly Dictionary<IdentifierKind, KindKey> _kinds;

    private EpochKeys(EpochDescriptor descriptor, byte[] digest, Dictionary<IdentifierKind, KindKey> kinds)
    {
        Descriptor = descriptor;
        Digest = digest;
        _kinds = kinds;
    }

    public EpochDescriptor Descriptor { get; }

    /// <summary>SHA-256 of the signed payload.</summary>
    public byte[] Digest { get; }

    public uint Number => Descriptor.Epoch;

    /// <summary>Kinds this epoch has a key for.</summary>
    public IReadOnlyCollection<IdentifierKind> Kinds => _kinds.Keys;

    public bool TryGet(IdentifierKind kind, [NotNullWhen(true)] out KindKey? key) => _kinds.TryGetValue(kind, out key);

    public bool IsLive(DateTimeOffset now)
    {
        ulong seconds = (ulong)Math.Max(0, now.ToUnixTimeSeconds());
        return Descriptor.NotBefore <= seconds && seconds < Descriptor.NotAfter;
    }

    public bool HasEnded(DateTimeOffset now) => (ulong)Math.Max(0, now.ToUnixTimeSeconds()) >= Descriptor.NotAfter;

    /// <summary>Checks every kind's keys against each other (spec/protocol.md §4). A kind or suite this version does not know is left out, not trusted.</summary>
    public static bool TryCreate(EpochDescriptor descriptor, byte[] digest, [NotNullWhen(true)] out EpochKeys? keys, [NotNullWhen(false)] out string? fault)
    {
        keys = null;
        Dictionary<IdentifierKind, KindKey> kinds = [];
        foreach (DescriptorKind line in descriptor.Kinds)
        {
            IdentifierKind kind = (IdentifierKind)line.Kind;
            if (!IdentifierKinds.IsKnown(kind) || !Ciphersuite.TryGet(line.Suite, out Ciphersuite? suite))
            {
                continue;
            }
            if (line.Holders.FirstOrDefault(static holder => !IsAddress(holder.BaseUrl)) is { } lost)
            {
                fault = $"Epoch {descriptor.Epoch}, kind {kind}: holder {lost.Index} has no https address.";
                return false;
            }
            HolderKey[] holders = [.. line.Holders.Select(static holder => new HolderKey(holder.Index, holder.PublicKey))];
            if (!JointKey.TryCreate(suite, line.Threshold, holders, line.JointPublicKey, out JointKey? joint, out string? reason))
            {
                fault = $"Epoch {descriptor.Epoch}, kind {kind}: {reason}";
                return false;
            }
            kinds[kind] = new KindKey(joint, [.. line.Holders.Select(static holder => new KeyHolder(holder.Index, holder.BaseUrl))]);
        }
        fault = null;
        keys = new EpochKeys(descriptor, digest, kinds);
        return true;
    }

    private static bool IsAddress(string baseUrl) =>
        baseUrl.Length == 0 || (Uri.TryCreate(baseUrl, UriKind.Absolute, out Uri? address) && address.Scheme == Uri.UriSchemeHttps);
}
