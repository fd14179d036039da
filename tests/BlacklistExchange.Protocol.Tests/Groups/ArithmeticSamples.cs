using System.Numerics;
using BlacklistExchange.Protocol.Groups;
using BlacklistExchange.Protocol.Groups.Edwards25519;
using BlacklistExchange.Protocol.Groups.ScalarField25519;

namespace BlacklistExchange.Protocol.Tests.Groups;

/// <summary>Points and scalars, the boundaries first and then random ones, made by the portable arithmetic.</summary>
internal static class ArithmeticSamples
{
    public const int Size = 32;

    /// <summary>From here on all is random, and no identity.</summary>
    public const int Boundaries = 128;

    private const int SmallEncodings = 64;

    private static readonly BigInteger Order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493");

    /// <summary>0, 1, 2, l - 1, l/2, and scalars whose halves, which the kernels recode, have all digits 8, -8, 7, -7, -1 or in turns.</summary>
    public static IReadOnlyList<byte[]> BoundaryScalars { get; } =
    [
        .. new[] { 0, 1, 2, Order - 1, Order - 2, Order / 2, (Order / 2) + 1, BigInteger.Pow(2, 252), BigInteger.Pow(2, 252) - 1 }.Select(Bytes),
        .. new[] { 0x88, 0x87, 0x78, 0x77, 0x89, 0x98, 0xff, 0x0f, 0xf0, 0x11, 0x80, 0x08 }.SelectMany(static pair => new[] { Repeated(pair), 2 * Repeated(pair) % Order }).Select(Bytes),
    ];

    /// <summary>The identity in all four of its representations, multiples of the generator by 0, 1, 2, l - 1 and l/2, and the points of the smallest encodings.</summary>
    public static IReadOnlyList<EdwardsPoint> BoundaryPoints { get; } = [.. Identities(), .. Multiples(), .. Small()];

    /// <summary>So many points: boundaries, then random ones.</summary>
    public static EdwardsPoint[] Points(int count)
    {
        EdwardsPoint[] points = new EdwardsPoint[count];
        new PortableArithmetic().Map(UniformBytes(count), points);
        for (int i = 0; i < Math.Min(count, BoundaryPoints.Count); i++)
        {
            points[i] = BoundaryPoints[i];
        }

        return points;
    }

    /// <summary>So many scalars, where every boundary comes up time and again beside random ones.</summary>
    public static byte[] Scalars(int count)
    {
        Random random = new(7);
        byte[] scalars = new byte[count * Size], wide = new byte[2 * Size];
        for (int i = 0; i < count; i++)
        {
            random.NextBytes(wide);
            bool isBoundary = i % 2 == 0 || i < BoundaryScalars.Count;
            (isBoundary ? BoundaryScalars[i % BoundaryScalars.Count] : ToBytes(Sc64.ReadWide(wide))).CopyTo(scalars, i * Size);
        }

        return scalars;
    }

    /// <summary>64 bytes for each of so many points: zeros, ones, p and its neighbours, then random ones.</summary>
    public static byte[] UniformBytes(int count)
    {
        byte[] bytes = new byte[count * 2 * Size];
        new Random(8).NextBytes(bytes);
        BigInteger p = Field25519.FieldArithmetic.P;
        BigInteger[] halves = [0, 1, p - 1, p, p + 1, BigInteger.Pow(2, 255) - 1, BigInteger.Pow(2, 255), BigInteger.Pow(2, 256) - 1];
        for (int i = 0; i < Math.Min(count, halves.Length * halves.Length); i++)
        {
            Bytes(halves[i % halves.Length]).CopyTo(bytes, i * 2 * Size);
            Bytes(halves[i / halves.Length]).CopyTo(bytes, ((2 * i) + 1) * Size);
        }

        return bytes;
    }

    /// <summary>The encodings as the portable arithmetic writes them.</summary>
    public static byte[] Encode(ReadOnlySpan<EdwardsPoint> points)
    {
        byte[] encodings = new byte[points.Length * Size];
        new PortableArithmetic().Encode(points, encodings);
        return encodings;
    }

    public static Sc64[] Load(byte[] scalars) => [.. scalars.Chunk(Size).Select(static scalar => Sc64.ReadTrusted(scalar))];

    private static IEnumerable<EdwardsPoint> Identities()
    {
        EdwardsPoint minusY = EdwardsPoint.Identity, rotated = EdwardsPoint.Identity, other = EdwardsPoint.Identity;
        Protocol.Groups.Field25519.Fe51 minusOne = Field25519.FieldArithmetic.Of(Field25519.FieldArithmetic.P - 1);
        minusY.Y = minusOne;
        (rotated.X, rotated.Y) = (Protocol.Groups.Field25519.Fe51Constants.SqrtM1, default);
        (other.X, other.Y, other.Z) = (Protocol.Groups.Field25519.Fe51Constants.SqrtM1, default, minusOne);
        return [EdwardsPoint.Identity, minusY, rotated, other];
    }

    private static EdwardsPoint[] Multiples()
    {
        byte[][] scalars = [.. BoundaryScalars.Take(7)];
        EdwardsPoint[] generators = [.. scalars.Select(static _ => EdwardsPoint.Generator)], products = new EdwardsPoint[scalars.Length];
        new PortableArithmetic().Multiply([.. scalars.SelectMany(static scalar => scalar)], Size, generators, new byte[scalars.Length * Size], products);
        return products;
    }

    private static IEnumerable<EdwardsPoint> Small()
    {
        for (int i = 1; i < SmallEncodings; i++)
        {
            if (Ristretto255Encoding.TryDecode(out EdwardsPoint point, Bytes(i)))
            {
                yield return point;
            }
        }
    }

    private static BigInteger Repeated(int pair) => new BigInteger([.. Enumerable.Repeat((byte)pair, 31), (byte)(pair & 15)], isUnsigned: true) % Order;

    private static byte[] Bytes(BigInteger value)
    {
        byte[] bytes = new byte[Size];
        Assert.True(value.TryWriteBytes(bytes, out _, isUnsigned: true));
        return bytes;
    }

    private static byte[] ToBytes(Sc64 scalar)
    {
        byte[] bytes = new byte[Size];
        scalar.CopyTo(bytes);
        return bytes;
    }
}
