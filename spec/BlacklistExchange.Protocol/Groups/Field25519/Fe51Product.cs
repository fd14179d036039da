using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace BlacklistExchange.Protocol.Groups.Field25519;

/// <summary>Products in GF(2^255 - 19). One kernel for multiplication, one for squaring; both read all limbs before writing any, so operands may alias.</summary>
/// <remarks>
/// <para>Every product of two limbs is taken as a high part, floor(a·b / 2^51), and a low part, a·b mod 2^51: the operands are shifted left by 6 and by 7 bits,
/// so that the processor's 64-bit halves fall on the limb boundary. Both parts are summed in plain 64-bit words, without a carry chain.</para>
/// <para>Bound: operand limbs below 2^54. A column then holds at most 95 high parts below 2^57 and 77 low parts below 2^51, below 2^63.6 in all.
/// Result: limbs below 2^51 + 2^17.</para>
/// </remarks>
internal static class Fe51Product
{
    private const ulong Mask = (1UL << 51) - 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong High(ulong a, ulong b) => Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(a, b) : Math.BigMul(a, b, out _);

    /// <summary>r = a · b.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Mul(out Fe51 r, in Fe51 a, in Fe51 b)
    {
        ulong a0 = a.L0 << 6, a1 = a.L1 << 6, a2 = a.L2 << 6, a3 = a.L3 << 6, a4 = a.L4 << 6;
        ulong b0 = b.L0 << 7, b1 = b.L1 << 7, b2 = b.L2 << 7, b3 = b.L3 << 7, b4 = b.L4 << 7;

        ulong c0 = ((a0 * b0) >> 13);
        ulong c1 = ((a0 * b1) >> 13) + ((a1 * b0) >> 13) + High(a0, b0);
        ulong c2 = ((a0 * b2) >> 13) + ((a1 * b1) >> 13) + ((a2 * b0) >> 13) + High(a0, b1) + High(a1, b0);
        ulong c3 = ((a0 * b3) >> 13) + ((a1 * b2) >> 13) + ((a2 * b1) >> 13) + ((a3 * b0) >> 13) + High(a0, b2) + High(a1, b1) + High(a2, b0);
        ulong c4 = ((a0 * b4) >> 13) + ((a1 * b3) >> 13) + ((a2 * b2) >> 13) + ((a3 * b1) >> 13) + ((a4 * b0) >> 13) + High(a0, b3) + High(a1, b2) + High(a2, b1) + High(a3, b0);
        ulong c5 = ((a1 * b4) >> 13) + ((a2 * b3) >> 13) + ((a3 * b2) >> 13) + ((a4 * b1) >> 13) + High(a0, b4) + High(a1, b3) + High(a2, b2) + High(a3, b1) + High(a4, b0);
        ulong c6 = ((a2 * b4) >> 13) + ((a3 * b3) >> 13) + ((a4 * b2) >> 13) + High(a1, b4) + High(a2, b3) + High(a3, b2) + High(a4, b1);
        ulong c7 = ((a3 * b4) >> 13) + ((a4 * b3) >> 13) + High(a2, b4) + High(a3, b3) + High(a4, b2);
        ulong c8 = ((a4 * b4) >> 13) + High(a3, b4) + High(a4, b3);
        ulong c9 = High(a4, b4);

        c0 += 19 * c5;
        c1 += 19 * c6;
        c2 += 19 * c7;
        c3 += 19 * c8;
        c4 += 19 * c9;

        r.L0 = (c0 & Mask) + (19 * (c4 >> 51));
        r.L1 = (c1 & Mask) + (c0 >> 51);
        r.L2 = (c2 & Mask) + (c1 >> 51);
        r.L3 = (c3 & Mask) + (c2 >> 51);
        r.L4 = (c4 & Mask) + (c3 >> 51);
    }

    /// <summary>r = a².</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Sqr(out Fe51 r, in Fe51 a)
    {
        ulong a0 = a.L0 << 6, a1 = a.L1 << 6, a2 = a.L2 << 6, a3 = a.L3 << 6, a4 = a.L4 << 6;
        ulong b0 = a.L0 << 7, b1 = a.L1 << 7, b2 = a.L2 << 7, b3 = a.L3 << 7, b4 = a.L4 << 7;
        ulong d1 = a.L1 << 8, d2 = a.L2 << 8, d3 = a.L3 << 8, d4 = a.L4 << 8;

        ulong c0 = ((a0 * b0) >> 13);
        ulong c1 = ((a0 * d1) >> 13) + High(a0, b0);
        ulong c2 = ((a0 * d2) >> 13) + ((a1 * b1) >> 13) + High(a0, d1);
        ulong c3 = ((a0 * d3) >> 13) + ((a1 * d2) >> 13) + High(a0, d2) + High(a1, b1);
        ulong c4 = ((a0 * d4) >> 13) + ((a1 * d3) >> 13) + ((a2 * b2) >> 13) + High(a0, d3) + High(a1, d2);
        ulong c5 = ((a1 * d4) >> 13) + ((a2 * d3) >> 13) + High(a0, d4) + High(a1, d3) + High(a2, b2);
        ulong c6 = ((a2 * d4) >> 13) + ((a3 * b3) >> 13) + High(a1, d4) + High(a2, d3);
        ulong c7 = ((a3 * d4) >> 13) + High(a2, d4) + High(a3, b3);
        ulong c8 = ((a4 * b4) >> 13) + High(a3, d4);
        ulong c9 = High(a4, b4);

        c0 += 19 * c5;
        c1 += 19 * c6;
        c2 += 19 * c7;
        c3 += 19 * c8;
        c4 += 19 * c9;

        r.L0 = (c0 & Mask) + (19 * (c4 >> 51));
        r.L1 = (c1 & Mask) + (c0 >> 51);
        r.L2 = (c2 & Mask) + (c1 >> 51);
        r.L3 = (c3 & Mask) + (c2 >> 51);
        r.L4 = (c4 & Mask) + (c3 >> 51);
    }

    /// <summary>r = a^(2^count), count at least 1.</summary>
    public static void Sqr(out Fe51 r, in Fe51 a, int count)
    {
        Sqr(out r, a);
        for (int i = 1; i < count; i++)
        {
            Sqr(out r, r);
        }
    }
}
