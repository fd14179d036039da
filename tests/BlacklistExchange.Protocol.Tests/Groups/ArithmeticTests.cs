using BlacklistExchange.Protocol.Groups;
using BlacklistExchange.Protocol.Groups.Edwards25519;
using static BlacklistExchange.Protocol.Tests.Groups.ArithmeticSamples;

namespace BlacklistExchange.Protocol.Tests.Groups;

/// <summary>Every arithmetic against the portable one: five operations on each of these many elements.</summary>
public sealed class ArithmeticTests
{
    private const int Count = 20 * 1024;
    private static readonly int[] Sizes = [1, 3, 7, 8, 9, 1023, 1024];

    private static readonly PortableArithmetic Portable = new();
    private static readonly EdwardsPoint[] Given = Points(Count);
    private static readonly byte[] Weights = Scalars(Count);
    private static readonly byte[] Encodings = Encode(Given);
    private static readonly Lazy<byte[]> ByOneEach = new(static () => Multiply(Portable, Weights, Size, Given, out _));
    private static readonly Lazy<byte[]> Mapped = new(static () => Encode(Map(Portable, Count)));

    [Theory, Arithmetics]
    public void Returns_the_encodings_and_the_one_way_map_of_the_portable_one(string name)
    {
        Ristretto255Arithmetic arithmetic = ArithmeticsAttribute.Get(name);
        byte[] encodings = new byte[Count * Size];
        arithmetic.Encode(Given, encodings);
        Assert.Equal(Encodings, encodings);
        arithmetic.Encode(Map(arithmetic, Count), encodings);
        Assert.Equal(Mapped.Value, encodings);
    }

    [Theory, Arithmetics]
    public void Keeps_every_element_through_decoding(string name)
    {
        EdwardsPoint[] points = new EdwardsPoint[Count - Boundaries];
        Assert.Equal(-1, ArithmeticsAttribute.Get(name).Decode(Encodings.AsSpan(Boundaries * Size), points));
        Assert.Equal(Encodings[(Boundaries * Size)..], Encode(points));
        foreach (byte[] encoding in Encodings[..(Boundaries * Size)].Chunk(Size))
        {
            bool isIdentity = encoding.All(static one => one == 0);
            Assert.Equal(isIdentity ? 0 : -1, ArithmeticsAttribute.Get(name).Decode(encoding, points.AsSpan(0, 1)));
            Assert.True(isIdentity || encoding.AsSpan().SequenceEqual(Encode(points.AsSpan(0, 1))));
        }
    }

    [Theory, Arithmetics]
    public void Returns_the_products_of_the_portable_one(string name)
    {
        byte[] products = Multiply(ArithmeticsAttribute.Get(name), Weights, Size, Given, out EdwardsPoint[] kept);
        Assert.Equal(ByOneEach.Value, products);
        Assert.Equal(ByOneEach.Value, Encode(kept));
    }

    [Theory, Arithmetics]
    public void Returns_the_products_by_one_scalar_for_every_boundary_scalar(string name)
    {
        int count = Count / BoundaryScalars.Count;
        foreach (byte[] scalar in BoundaryScalars)
        {
            byte[] each = [.. Enumerable.Repeat(scalar, count).SelectMany(static one => one)];
            byte[] expected = Multiply(Portable, each, Size, Given[..count], out _);
            Assert.Equal(expected, Multiply(ArithmeticsAttribute.Get(name), scalar, 0, Given[..count], out EdwardsPoint[] kept));
            Assert.Equal(expected, Encode(kept));
        }
    }

    [Theory, Arithmetics]
    public void Returns_the_same_at_every_batch_size(string name)
    {
        Ristretto255Arithmetic arithmetic = ArithmeticsAttribute.Get(name);
        foreach (int size in Sizes)
        {
            byte[] encodings = new byte[size * Size];
            arithmetic.Encode(Given.AsSpan(0, size), encodings);
            Assert.Equal(Encodings[..(size * Size)], encodings);
            arithmetic.Encode(Map(arithmetic, size), encodings);
            Assert.Equal(Mapped.Value[..(size * Size)], encodings);
            Assert.Equal(ByOneEach.Value[..(size * Size)], Multiply(arithmetic, Weights, Size, Given[..size], out EdwardsPoint[] kept));
            Assert.Equal(ByOneEach.Value[..(size * Size)], Encode(kept));
            Assert.Equal(Multiply(Portable, Weights[^Size..], 0, Given[..size], out _), Multiply(arithmetic, Weights[^Size..], 0, Given[..size], out _));
            Assert.Equal(-1, arithmetic.Decode(Encodings.AsSpan(Encodings.Length - (size * Size)), kept));
            Assert.Equal(Encodings[^(size * Size)..], Encode(kept));
        }
    }

    [Theory, Arithmetics]
    public void Returns_the_identity_of_the_identity_in_every_position(string name)
    {
        const int Batch = 17;
        for (int position = 0; position < Batch; position++)
        {
            foreach (EdwardsPoint identity in BoundaryPoints.Take(4))
            {
                EdwardsPoint[] points = Given[^Batch..];
                points[position] = identity;
                byte[] products = Multiply(ArithmeticsAttribute.Get(name), Weights, Size, points, out EdwardsPoint[] kept);
                Assert.Equal(Multiply(Portable, Weights, Size, points, out _), products);
                Assert.Equal(-1, products.AsSpan(position * Size, Size).IndexOfAnyExcept((byte)0));
                Assert.Equal(ulong.MaxValue, Ristretto255Encoding.IdentityMask(kept[position]));
            }
        }
    }

    private static EdwardsPoint[] Map(Ristretto255Arithmetic arithmetic, int count)
    {
        EdwardsPoint[] points = new EdwardsPoint[count];
        arithmetic.Map(UniformBytes(count), points);
        return points;
    }

    private static byte[] Multiply(Ristretto255Arithmetic arithmetic, byte[] scalars, int stride, EdwardsPoint[] points, out EdwardsPoint[] kept)
    {
        // Without products kept it goes another way, and must come to the same.
        const int Some = 10;
        byte[] products = new byte[points.Length * Size], alone = new byte[Math.Min(points.Length, Some) * Size];
        kept = new EdwardsPoint[points.Length];
        arithmetic.Multiply(scalars, stride, points, products, kept);
        arithmetic.Multiply(scalars, stride, points.AsSpan(0, alone.Length / Size), alone, default);
        Assert.Equal(products[..alone.Length], alone);
        return products;
    }
}
