using System.Diagnostics.CodeAnalysis;
using BlacklistExchange.Protocol.Groups;

namespace BlacklistExchange.Protocol.Voprf;

/// <summary>Elements from the wire, decoded and validated once, beside the bytes they came in: blinded elements at a server, evaluated ones at a client.</summary>
public sealed class BlindedElements
{
    /// <summary>The most elements in a batch: RFC 9497 §2.2 numbers them with two bytes.</summary>
    public const int Limit = ushort.MaxValue;

    private readonly byte[] encoded;

    private BlindedElements(Ciphersuite suite, byte[] encoded, Elements elements)
    {
        Suite = suite;
        this.encoded = encoded;
        Elements = elements;
    }

    /// <summary>The suite they were decoded under.</summary>
    public Ciphersuite Suite { get; }

    /// <summary>How many elements there are: 1 to <see cref="Limit"/>.</summary>
    public int Count => Elements.Count;

    /// <summary>The bytes they were decoded from.</summary>
    public ReadOnlyMemory<byte> Encoded => encoded;

    internal Elements Elements { get; }

    /// <summary>Decodes a batch: each element canonical and not the identity (RFC 9497 DeserializeElement).</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="encoded">1 to <see cref="Limit"/> encodings, one after the other.</param>
    /// <param name="elements">The batch, or null.</param>
    /// <param name="firstRefused">Index of the first refused element, or -1. Zero for an empty batch, the index of a truncated last element, or <see cref="Limit"/> if there are more.</param>
    /// <returns>False if anything is refused. Past the first refused element, at most those that a vector holds beside it are computed on.</returns>
    public static bool TryDecode(Ciphersuite suite, ReadOnlyMemory<byte> encoded, [NotNullWhen(true)] out BlindedElements? elements, out int firstRefused)
    {
        elements = null;
        if (encoded.IsEmpty || encoded.Length > (long)Limit * suite.ElementSize)
        {
            firstRefused = encoded.IsEmpty ? 0 : Limit;
            return false;
        }

        byte[] copy = encoded.ToArray();
        if (!suite.Group.TryDecode(copy, out Elements? decoded, out firstRefused))
        {
            return false;
        }

        elements = new BlindedElements(suite, copy, decoded);
        return true;
    }
}
