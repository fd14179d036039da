using System.Diagnostics.CodeAnalysis;
using BlacklistExchange.Protocol.Groups;

namespace BlacklistExchange.Protocol.Voprf;

/// <summary>A public key shared by n holders of whom t suffice: K_i lie on one polynomial in the exponent whose value at 0 is the joint key. A single key is t = n = 1.</summary>
/// <remarks>Public data only. Immutable and safe to share.</remarks>
public sealed class JointKey
{
    /// <summary>The most holders of a joint key.</summary>
    public const int HolderLimit = 255;

    private readonly byte[] publicKey;
    private readonly Dictionary<ushort, Holder> holders;

    private JointKey(Ciphersuite suite, int threshold, byte[] publicKey, Dictionary<ushort, Holder> holders)
    {
        Suite = suite;
        Threshold = threshold;
        this.publicKey = publicKey;
        this.holders = holders;
    }

    /// <summary>The suite the key belongs to.</summary>
    public Ciphersuite Suite { get; }

    /// <summary>t: how many verified answers an output needs.</summary>
    public int Threshold { get; }

    /// <summary>n: how many holders there are.</summary>
    public int HolderCount => holders.Count;

    /// <summary>The encoded joint public key.</summary>
    public ReadOnlyMemory<byte> PublicKey => publicKey;

    internal readonly record struct Holder(byte[] Encoded, Elements Key);

    /// <summary>Checks a descriptor's keys against each other: the first t holders combine to the joint key, and every further one lies on the same polynomial.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="threshold">t, 1 to the number of holders.</param>
    /// <param name="holders">1 to <see cref="HolderLimit"/> holders with distinct, non-zero indices.</param>
    /// <param name="jointPublicKey">The encoded joint public key.</param>
    /// <param name="key">The key, or null.</param>
    /// <param name="reason">What is wrong and with which holder, or null.</param>
    /// <returns>False if the keys do not fit together.</returns>
    public static bool TryCreate(
        Ciphersuite suite, int threshold, IReadOnlyList<HolderKey> holders, ReadOnlyMemory<byte> jointPublicKey, [NotNullWhen(true)] out JointKey? key, [NotNullWhen(false)] out string? reason)
    {
        key = null;
        reason = WhyNotShape(suite, threshold, holders, jointPublicKey);
        if (reason is not null)
        {
            return false;
        }

        Dictionary<ushort, Holder> decoded = [];
        foreach (HolderKey holder in holders)
        {
            reason = WhyNotKey(suite, holder, decoded);
            if (reason is not null)
            {
                return false;
            }
        }

        JointKey candidate = new(suite, threshold, jointPublicKey.ToArray(), decoded);
        reason = candidate.WhyNotOnePolynomial([.. holders.Select(holder => holder.Index)]);
        key = reason is null ? candidate : null;
        return reason is null;
    }

    /// <summary>The joint key that one holder, with index 1, has alone.</summary>
    /// <exception cref="VoprfException"><see cref="VoprfError.DeserializeError"/>: the key is no element of the suite's group.</exception>
    public static JointKey OfSingle(Ciphersuite suite, ReadOnlyMemory<byte> publicKey) =>
        TryCreate(suite, 1, [new HolderKey(1, publicKey)], publicKey, out JointKey? key, out string? reason)
            ? key
            : throw new VoprfException(VoprfError.DeserializeError, reason);

    internal bool TryGetHolder(ushort index, out Holder holder) => holders.TryGetValue(index, out holder);

    private static string? WhyNotShape(Ciphersuite suite, int threshold, IReadOnlyList<HolderKey> holders, ReadOnlyMemory<byte> jointPublicKey)
    {
        if (holders.Count is 0 or > HolderLimit)
        {
            return $"A joint key has 1 to {HolderLimit} holders; this one has {holders.Count}.";
        }

        if (threshold < 1 || threshold > holders.Count)
        {
            return $"The threshold must be 1 to {holders.Count}, the number of holders; it is {threshold}.";
        }

        return jointPublicKey.Length == suite.ElementSize && suite.Group.TryDecode(jointPublicKey.Span, out _, out _)
            ? null
            : $"The joint public key is no element of {suite.Group.Identifier}.";
    }

    private static string? WhyNotKey(Ciphersuite suite, HolderKey holder, Dictionary<ushort, Holder> decoded)
    {
        if (holder.Index == 0)
        {
            return "Holder index 0 is the joint key's own place; holders are numbered from 1.";
        }

        if (holder.PublicKey.Length != suite.ElementSize || !suite.Group.TryDecode(holder.PublicKey.Span, out Elements? element, out _))
        {
            return $"The public key of holder {holder.Index} is no element of {suite.Group.Identifier}.";
        }

        return decoded.TryAdd(holder.Index, new Holder(holder.PublicKey.ToArray(), element)) ? null : $"Holder index {holder.Index} occurs twice.";
    }

    private string? WhyNotOnePolynomial(ReadOnlySpan<ushort> indices)
    {
        ReadOnlySpan<ushort> basis = indices[..Threshold];
        if (!Interpolate(basis, 0).AsSpan().SequenceEqual(publicKey))
        {
            return $"The first {Threshold} holders' keys do not combine to the joint public key.";
        }

        foreach (ushort index in indices[Threshold..])
        {
            if (!Interpolate(basis, index).AsSpan().SequenceEqual(holders[index].Encoded))
            {
                return $"The public key of holder {index} does not lie on the polynomial of the first {Threshold} holders.";
            }
        }

        return null;
    }

    private byte[] Interpolate(ReadOnlySpan<ushort> basis, ushort at)
    {
        Elements[] keys = new Elements[basis.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = holders[basis[i]].Key;
        }

        using Scalars weights = Lagrange.Weights(Suite.Group, basis, at);
        using Elements sum = Suite.Group.MultiScalarMultiplyPublic(weights, keys);
        byte[] encoded = new byte[Suite.ElementSize];
        Suite.Group.Encode(sum, encoded);
        return encoded;
    }
}
