using BlacklistExchange.Protocol.Groups;
using BlacklistExchange.Protocol.Groups.Edwards25519;
using BlacklistExchange.Protocol.Groups.ScalarField25519;

namespace BlacklistExchange.Protocol.Tests.Groups;

/// <summary>The portable arithmetic with one bit of one operation's results turned over.</summary>
internal sealed class SabotagedArithmetic(Sabotage sabotage) : Ristretto255Arithmetic
{
    private static readonly PortableArithmetic Portable = new();

    public override string Name => $"sabotaged {sabotage}";

    public override bool IsSupported => true;

    public override int Decode(ReadOnlySpan<byte> encodings, Span<EdwardsPoint> points)
    {
        int refused = Portable.Decode(encodings, points);
        points[^1].X.L2 ^= sabotage == Sabotage.Decode ? 1UL : 0;
        return sabotage == Sabotage.Refusal && refused >= 0 ? refused ^ 1 : refused;
    }

    public override void Map(ReadOnlySpan<byte> uniformBytes, Span<EdwardsPoint> points)
    {
        Portable.Map(uniformBytes, points);
        points[^1].Y.L4 ^= sabotage == Sabotage.Map ? 1UL : 0;
    }

    public override void Encode(ReadOnlySpan<EdwardsPoint> points, Span<byte> encodings)
    {
        Portable.Encode(points, encodings);
        encodings[^1] ^= (byte)(sabotage == Sabotage.Encode ? 1 : 0);
    }

    public override void Multiply(ReadOnlySpan<byte> scalars, int stride, ReadOnlySpan<EdwardsPoint> points, Span<byte> encodings, Span<EdwardsPoint> products)
    {
        Portable.Multiply(scalars, stride, points, encodings, products);
        encodings[^1] ^= (byte)(sabotage == (stride == 0 ? Sabotage.MultiplyByOne : Sabotage.MultiplyByOneEach) ? 1 : 0);
        if (!products.IsEmpty)
        {
            products[^1].T.L0 ^= sabotage == Sabotage.Products ? 1UL : 0;
        }
    }

    public override EdwardsPoint Sum(ReadOnlySpan<Sc64> scalars, ReadOnlySpan<EdwardsPoint> points)
    {
        EdwardsPoint sum = Portable.Sum(scalars, points);
        sum.Z.L1 ^= sabotage == Sabotage.Sum ? 1UL : 0;
        return sum;
    }
}
