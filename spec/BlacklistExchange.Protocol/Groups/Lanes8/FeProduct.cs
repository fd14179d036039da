using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BlacklistExchange.Protocol.Groups.Lanes8;

/// <summary>
/// Products in GF(2^255 - 19), a lane an element, by double-precision fused multiply-add. All read their operands before writing, so results may alias them.
/// </summary>
/// <remarks>
/// <para><b>One product of limbs.</b> <c>high = fma(a, b, 1.5·2^103)</c> lies in [2^103, 2^104) while |a·b| is at most 2^102; doubles there are multiples of 2^51, so its
/// bits are the bits of 1.5·2^103 plus round(a·b / 2^51). <c>1.5·2^52 - (high - 1.5·2^103)</c> is exact, and <c>fma(a, b, that)</c> is 1.5·2^52 plus the rest of
/// a·b, at most 2^50, exactly: its bits are those of 1.5·2^52 plus the rest. Both are added to their columns as plain 64-bit integers. The idea of splitting a product
/// by two fused multiply-adds is Emmart's ("Faster modular exponentiation using double precision floating point arithmetic on the GPU", ARITH 2018).</para>
/// <para><b>Two products of one column</b> share a high part while |a·b + c·d| is at most 2^102: the second is added onto the first's.</para>
/// <para><b>Offsets.</b> Every part brings the bits of its constant along. How many a column collects is fixed by the formula, so one constant a column, written below
/// as so many lows and highs, takes them all away modulo 2^64.</para>
/// <para><b>Reduction.</b> Column k + 5 has weight 2^255 · 2^(51·k), which is 19 · 2^(51·k) modulo p.</para>
/// <para><b>Bounds.</b> A unit is 2^50 + 2^13. One unit by one: |a·b| below 2^100.01, two of them below 2^101.01. Two units by one: below 2^101.01, alone. Never two
/// by two. Column k, with column k + 5 folded in, collects the rests of at most 1 + 19·4 products, each at most 2^50, and the high parts of at most 19·5, each at most
/// 2^49.01 for one unit by one and 2^50.01 for two by one: 125 · 2^50 and 173 · 2^50. A doubled limb in a square counts as two units.</para>
/// <para>It takes round-to-nearest and a fused multiply-add that rounds once; <see cref="SelfTest"/> fails where either is missing.</para>
/// </remarks>
internal static class FeProduct
{
    /// <summary>1.5·2^103.</summary>
    public const double High = 1.5 * (1L << 52) * (1L << 51);

    /// <summary>1.5·2^103 + 1.5·2^52.</summary>
    private const double HighAndLow = High + (1.5 * (1L << 52));

    /// <summary>The bits of 1.5·2^103 and of 1.5·2^52: what a high part and a rest bring along.</summary>
    private const ulong H = 0x4668000000000000, L = 0x4338000000000000;

    /// <summary>r = a · b, carried, of carried operands.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Mul(ref FeLanes r, ref readonly FeLanes a, ref readonly FeLanes b)
    {
        Product(in a, in b, out Vector512<ulong> c0, out Vector512<ulong> c1, out Vector512<ulong> c2, out Vector512<ulong> c3, out Vector512<ulong> c4);
        Columns.Carry(ref r, c0, c1, c2, c3, c4);
    }

    /// <summary>r = a · b as columns, of carried operands.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Mul(ref Columns r, ref readonly FeLanes a, ref readonly FeLanes b)
    {
        Product(in a, in b, out Vector512<ulong> c0, out Vector512<ulong> c1, out Vector512<ulong> c2, out Vector512<ulong> c3, out Vector512<ulong> c4);
        r.C0 = c0;
        r.C1 = c1;
        r.C2 = c2;
        r.C3 = c3;
        r.C4 = c4;
    }

    /// <summary>r = a², carried, of a carried operand.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Sqr(ref FeLanes r, ref readonly FeLanes a)
    {
        Square(in a, out Vector512<ulong> c0, out Vector512<ulong> c1, out Vector512<ulong> c2, out Vector512<ulong> c3, out Vector512<ulong> c4);
        Columns.Carry(ref r, c0, c1, c2, c3, c4);
    }

    /// <summary>r = a² as columns, of a carried operand.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Sqr(ref Columns r, ref readonly FeLanes a)
    {
        Square(in a, out Vector512<ulong> c0, out Vector512<ulong> c1, out Vector512<ulong> c2, out Vector512<ulong> c3, out Vector512<ulong> c4);
        r.C0 = c0;
        r.C1 = c1;
        r.C2 = c2;
        r.C3 = c3;
        r.C4 = c4;
    }

    /// <summary>r = a^(2^count), count at least 1.</summary>
    public static void Sqr(ref FeLanes r, ref readonly FeLanes a, int count)
    {
        Sqr(ref r, in a);
        for (int i = 1; i < count; i++)
        {
            Sqr(ref r, in r);
        }
    }

    /// <summary>r = a · b as columns, where a may have two units. No two products share a high part here.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void MulTwoUnits(ref Columns r, ref readonly FeLanes a, ref readonly FeLanes b)
    {
        Vector512<double> a0 = a.L0, a1 = a.L1, a2 = a.L2, a3 = a.L3, a4 = a.L4, b0 = b.L0, b1 = b.L1, b2 = b.L2, b3 = b.L3, b4 = b.L4;
        Vector512<ulong> t0 = default, t1 = default, t2 = default, t3 = default, t4 = default, t5 = default, t6 = default, t7 = default, t8 = default, t9 = default;
        One(ref t5, ref t6, a1, b4);
        One(ref t5, ref t6, a2, b3);
        One(ref t5, ref t6, a3, b2);
        One(ref t5, ref t6, a4, b1);
        One(ref t6, ref t7, a2, b4);
        One(ref t6, ref t7, a3, b3);
        One(ref t6, ref t7, a4, b2);
        One(ref t7, ref t8, a3, b4);
        One(ref t7, ref t8, a4, b3);
        One(ref t8, ref t9, a4, b4);
        One(ref t0, ref t1, a0, b0);
        One(ref t1, ref t2, a0, b1);
        One(ref t1, ref t2, a1, b0);
        One(ref t2, ref t3, a0, b2);
        One(ref t2, ref t3, a1, b1);
        One(ref t2, ref t3, a2, b0);
        One(ref t3, ref t4, a0, b3);
        One(ref t3, ref t4, a1, b2);
        One(ref t3, ref t4, a2, b1);
        One(ref t3, ref t4, a3, b0);
        One(ref t4, ref t5, a0, b4);
        One(ref t4, ref t5, a1, b3);
        One(ref t4, ref t5, a2, b2);
        One(ref t4, ref t5, a3, b1);
        One(ref t4, ref t5, a4, b0);
        r.C0 = t0 + Width.Times19(t5) - Vector512.Create(unchecked((1 * L) + (19 * ((4 * L) + (5 * H)))));
        r.C1 = t1 + Width.Times19(t6) - Vector512.Create(unchecked((2 * L) + (1 * H) + (19 * ((3 * L) + (4 * H)))));
        r.C2 = t2 + Width.Times19(t7) - Vector512.Create(unchecked((3 * L) + (2 * H) + (19 * ((2 * L) + (3 * H)))));
        r.C3 = t3 + Width.Times19(t8) - Vector512.Create(unchecked((4 * L) + (3 * H) + (19 * ((1 * L) + (2 * H)))));
        r.C4 = t4 + Width.Times19(t9) - Vector512.Create(unchecked((5 * L) + (4 * H) + (19 * (1 * H))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Product(
        ref readonly FeLanes a, ref readonly FeLanes b, out Vector512<ulong> c0, out Vector512<ulong> c1, out Vector512<ulong> c2, out Vector512<ulong> c3, out Vector512<ulong> c4)
    {
        Vector512<double> a0 = a.L0, a1 = a.L1, a2 = a.L2, a3 = a.L3, a4 = a.L4, b0 = b.L0, b1 = b.L1, b2 = b.L2, b3 = b.L3, b4 = b.L4;
        Vector512<ulong> t0 = default, t1 = default, t2 = default, t3 = default, t4 = default, t5 = default, t6 = default, t7 = default, t8 = default, t9 = default;
        Two(ref t5, ref t6, a1, b4, a2, b3);
        Two(ref t5, ref t6, a3, b2, a4, b1);
        Two(ref t6, ref t7, a2, b4, a3, b3);
        One(ref t6, ref t7, a4, b2);
        Two(ref t7, ref t8, a3, b4, a4, b3);
        One(ref t8, ref t9, a4, b4);
        One(ref t0, ref t1, a0, b0);
        Two(ref t1, ref t2, a0, b1, a1, b0);
        Two(ref t2, ref t3, a0, b2, a1, b1);
        One(ref t2, ref t3, a2, b0);
        Two(ref t3, ref t4, a0, b3, a1, b2);
        Two(ref t3, ref t4, a2, b1, a3, b0);
        Two(ref t4, ref t5, a0, b4, a1, b3);
        Two(ref t4, ref t5, a2, b2, a3, b1);
        One(ref t4, ref t5, a4, b0);
        c0 = t0 + Width.Times19(t5) - Vector512.Create(unchecked((1 * L) + (19 * ((2 * L) + (3 * H)))));
        c1 = t1 + Width.Times19(t6) - Vector512.Create(unchecked((1 * L) + (1 * H) + (19 * ((2 * L) + (2 * H)))));
        c2 = t2 + Width.Times19(t7) - Vector512.Create(unchecked((2 * L) + (1 * H) + (19 * ((1 * L) + (2 * H)))));
        c3 = t3 + Width.Times19(t8) - Vector512.Create(unchecked((2 * L) + (2 * H) + (19 * ((1 * L) + (1 * H)))));
        c4 = t4 + Width.Times19(t9) - Vector512.Create(unchecked((3 * L) + (2 * H) + (19 * (1 * H))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Square(
        ref readonly FeLanes a, out Vector512<ulong> c0, out Vector512<ulong> c1, out Vector512<ulong> c2, out Vector512<ulong> c3, out Vector512<ulong> c4)
    {
        Vector512<double> a0 = a.L0, a1 = a.L1, a2 = a.L2, a3 = a.L3, a4 = a.L4, d0 = a0 + a0, d1 = a1 + a1, d2 = a2 + a2, d3 = a3 + a3;
        Vector512<ulong> t0 = default, t1 = default, t2 = default, t3 = default, t4 = default, t5 = default, t6 = default, t7 = default, t8 = default, t9 = default;
        // A square and a doubled product are three units in all, and share a high part; two doubled ones would be four.
        One(ref t5, ref t6, d1, a4);
        One(ref t5, ref t6, d2, a3);
        Two(ref t6, ref t7, a3, a3, d2, a4);
        One(ref t7, ref t8, d3, a4);
        One(ref t8, ref t9, a4, a4);
        One(ref t0, ref t1, a0, a0);
        One(ref t1, ref t2, d0, a1);
        Two(ref t2, ref t3, a1, a1, d0, a2);
        One(ref t3, ref t4, d0, a3);
        One(ref t3, ref t4, d1, a2);
        Two(ref t4, ref t5, a2, a2, d0, a4);
        One(ref t4, ref t5, d1, a3);
        c0 = t0 + Width.Times19(t5) - Vector512.Create(unchecked((1 * L) + (19 * ((2 * L) + (2 * H)))));
        c1 = t1 + Width.Times19(t6) - Vector512.Create(unchecked((1 * L) + (1 * H) + (19 * ((1 * L) + (2 * H)))));
        c2 = t2 + Width.Times19(t7) - Vector512.Create(unchecked((1 * L) + (1 * H) + (19 * ((1 * L) + (1 * H)))));
        c3 = t3 + Width.Times19(t8) - Vector512.Create(unchecked((2 * L) + (1 * H) + (19 * ((1 * L) + (1 * H)))));
        c4 = t4 + Width.Times19(t9) - Vector512.Create(unchecked((2 * L) + (2 * H) + (19 * (1 * H))));
    }

    /// <summary>Adds a · b: its rest to one column, its high part to the next. |a · b| at most 2^102.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void One(ref Vector512<ulong> column, ref Vector512<ulong> next, Vector512<double> a, Vector512<double> b)
    {
        Vector512<double> high = Vector512.FusedMultiplyAdd(a, b, Vector512.Create(High));
        Vector512<double> rest = Vector512.FusedMultiplyAdd(a, b, Vector512.Create(HighAndLow) - high);
        column += rest.AsUInt64();
        next += high.AsUInt64();
    }

    /// <summary>Adds a · b + c · d with one high part. |a · b + c · d| at most 2^102.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Two(ref Vector512<ulong> column, ref Vector512<ulong> next, Vector512<double> a, Vector512<double> b, Vector512<double> c, Vector512<double> d)
    {
        Vector512<double> first = Vector512.FusedMultiplyAdd(a, b, Vector512.Create(High));
        Vector512<double> both = Vector512.FusedMultiplyAdd(c, d, first);
        Vector512<double> rest = Vector512.FusedMultiplyAdd(a, b, Vector512.Create(HighAndLow) - first);
        rest += Vector512.FusedMultiplyAdd(c, d, first - both);
        column += rest.AsUInt64();
        next += both.AsUInt64();
    }
}
