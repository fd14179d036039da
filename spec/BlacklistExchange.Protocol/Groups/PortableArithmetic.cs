using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BlacklistExchange.Protocol.Groups.Edwards25519;
using BlacklistExchange.Protocol.Groups.ScalarField25519;

namespace BlacklistExchange.Protocol.Groups;

/// <summary>One element after the other, in plain 64-bit words: what every processor can run, and what the lanes are tested against.</summary>
internal sealed class PortableArithmetic : Ristretto255Arithmetic
{
    private const int Size = Ristretto255Encoding.Size;

    public override string Name => "portable";

    public override bool IsSupported => true;

    public override int Decode(ReadOnlySpan<byte> encodings, Span<EdwardsPoint> points)
    {
        for (int i = 0; i < points.Length; i++)
        {
            if (!Ristretto255Encoding.TryDecode(out points[i], encodings.Slice(i * Size, Size)))
            {
                return i;
            }
        }

        return -1;
    }

    public override void Map(ReadOnlySpan<byte> uniformBytes, Span<EdwardsPoint> points)
    {
        for (int i = 0; i < points.Length; i++)
        {
            Ristretto255Encoding.Map(out points[i], uniformBytes.Slice(2 * i * Size, 2 * Size));
        }
    }

    public override void Encode(ReadOnlySpan<EdwardsPoint> points, Span<byte> encodings)
    {
        for (int i = 0; i < points.Length; i++)
        {
            Ristretto255Encoding.Encode(encodings.Slice(i * Size, Size), points[i]);
        }
    }

    /// <summary>Products by way of halved scalars: see <see cref="Ristretto255DoubledEncoding"/>.</summary>
    public override void Multiply(ReadOnlySpan<byte> scalars, int stride, ReadOnlySpan<EdwardsPoint> points, Span<byte> encodings, Span<EdwardsPoint> products)
    {
        Span<EdwardsPoint> halves = stackalloc EdwardsPoint[Ristretto255DoubledEncoding.Limit];
        Span<sbyte> digits = stackalloc sbyte[SecretMultiplication.Digits];
        for (int start = 0; start < points.Length; start += halves.Length)
        {
            int count = Math.Min(halves.Length, points.Length - start);
            for (int i = 0; i < count; i++)
            {
                if (stride != 0 || (start == 0 && i == 0))
                {
                    SecretMultiplication.Recode(Sc64.Halve(Sc64.ReadTrusted(scalars[((start + i) * stride)..])), digits);
                }

                SecretMultiplication.Multiply(ref halves[i], points[start + i], digits);
                if (!products.IsEmpty)
                {
                    EdwardsFormulas.Double(ref products[start + i], halves[i], withT: true);
                }
            }

            Ristretto255DoubledEncoding.Encode(encodings.Slice(start * Size, count * Size), halves[..count]);
        }

        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(halves));
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(digits));
    }

    public override EdwardsPoint Sum(ReadOnlySpan<Sc64> scalars, ReadOnlySpan<EdwardsPoint> points) => PublicMultiplication.Sum(scalars, points);
}
