using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BlacklistExchange.Protocol.Groups.Lanes8;

/// <summary>
/// A product before its carries, a lane an element: five columns of weight 2^(51·k), signed integers in two's complement. The formulas of the curve add and
/// subtract columns and carry once.
/// </summary>
/// <remarks>Bounds, in units of 2^50, from <see cref="FeProduct"/>: a square or a product of carried operands is at most 125, one with an operand of two units at most 173.</remarks>
internal struct Columns
{
    private const ulong Mask = (1UL << 51) - 1;
    private const ulong TwoTo52Bits = 0x4330000000000000;

    /// <summary>
    /// Makes a column positive, so that shifts without a sign serve: 2^62 to be far above any sum of columns, and 2^50 so that what remains below 2^51 lies evenly
    /// around zero once it is taken away again.
    /// </summary>
    private const ulong Bias = (1UL << 62) + (1UL << 50);

    public Vector512<ulong> C0;
    public Vector512<ulong> C1;
    public Vector512<ulong> C2;
    public Vector512<ulong> C3;
    public Vector512<ulong> C4;

    /// <summary>r = 2a, of a carried operand: columns of five doubled limbs.</summary>
    public static void Double(ref Columns r, ref readonly FeLanes a)
    {
        r.C0 = FeLanes.ToInteger(a.L0, 0) << 1;
        r.C1 = FeLanes.ToInteger(a.L1, 0) << 1;
        r.C2 = FeLanes.ToInteger(a.L2, 0) << 1;
        r.C3 = FeLanes.ToInteger(a.L3, 0) << 1;
        r.C4 = FeLanes.ToInteger(a.L4, 0) << 1;
    }

    /// <summary>r = a + b, carried.</summary>
    public static void Add(ref FeLanes r, ref readonly Columns a, ref readonly Columns b) => Carry(ref r, a.C0 + b.C0, a.C1 + b.C1, a.C2 + b.C2, a.C3 + b.C3, a.C4 + b.C4);

    /// <summary>r = a - b, carried.</summary>
    public static void Subtract(ref FeLanes r, ref readonly Columns a, ref readonly Columns b) => Carry(ref r, a.C0 - b.C0, a.C1 - b.C1, a.C2 - b.C2, a.C3 - b.C3, a.C4 - b.C4);

    /// <summary>
    /// Carries every column once, side by side. Takes columns of magnitude up to 500 · 2^50, which is the largest any formula makes (2·125 + 125 + 125 in a
    /// doubling): a carry is then at most 251, 19 times it below 2^13, and the result one unit.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Carry(ref FeLanes r, Vector512<ulong> c0, Vector512<ulong> c1, Vector512<ulong> c2, Vector512<ulong> c3, Vector512<ulong> c4)
    {
        Vector512<ulong> bias = Vector512.Create(Bias);
        c0 += bias;
        c1 += bias;
        c2 += bias;
        c3 += bias;
        c4 += bias;
        // The biased carries are 2^11 too large: the bias divided by 2^51.
        Vector512<double> surplus = Vector512.Create((double)((1UL << 52) + (1UL << 50) + (1UL << 11)));
        r.L0 = (Low(c0) + Width.MultiplyLow(c4 >>> 51, Vector512.Create(19UL))).AsDouble() - Vector512.Create((double)((1UL << 52) + (1UL << 50) + (19UL << 11)));
        r.L1 = (Low(c1) + (c0 >>> 51)).AsDouble() - surplus;
        r.L2 = (Low(c2) + (c1 >>> 51)).AsDouble() - surplus;
        r.L3 = (Low(c3) + (c2 >>> 51)).AsDouble() - surplus;
        r.L4 = (Low(c4) + (c3 >>> 51)).AsDouble() - surplus;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Low(Vector512<ulong> column) => (column & Vector512.Create(Mask)) | Vector512.Create(TwoTo52Bits);
}
