using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace BlacklistExchange.Protocol.Groups.ScalarField25519;

/// <summary>Montgomery multiplication modulo l with R = 2^256, and inversion by Fermat. Constant time.</summary>
internal static class ScMontgomery
{
    private const ulong Order0 = 0x5812631a5cf5d3ed, Order1 = 0x14def9dea2f79cd6, Order3 = 0x1000000000000000;
    private const ulong MinusInverse = 0xd2b51da312547e1b;

    /// <summary>R modulo l: one, in Montgomery form.</summary>
    public static Sc64 R => new(0xd6ec31748d98951d, 0xc6ef5bf4737dcf70, 0xfffffffffffffffe, 0x0fffffffffffffff);

    /// <summary>R² modulo l: multiplying by it enters Montgomery form.</summary>
    public static Sc64 R2 => new(0xa40611e3449c0f01, 0xd00e1ba768859347, 0xceec73d217f5be65, 0x0399411b7c309a3d);

    /// <summary>a · b / R modulo l. a may be any 256-bit number, b must be reduced: the sum before the last step is then below 2l.</summary>
    [SkipLocalsInit]
    public static Sc64 Mul(in Sc64 a, in Sc64 b)
    {
        ulong t0 = 0, t1 = 0, t2 = 0, t3 = 0;
        Row(a.L0, b, ref t0, ref t1, ref t2, ref t3);
        Row(a.L1, b, ref t0, ref t1, ref t2, ref t3);
        Row(a.L2, b, ref t0, ref t1, ref t2, ref t3);
        Row(a.L3, b, ref t0, ref t1, ref t2, ref t3);
        return Sc64.ReduceOnce(new Sc64(t0, t1, t2, t3));
    }

    /// <summary>1 / a in Montgomery form, for a in Montgomery form; zero for zero: a^(l - 2), the exponent being public.</summary>
    public static Sc64 Invert(in Sc64 a)
    {
        ReadOnlySpan<ulong> exponent = [Order0 - 2, Order1, 0, Order3];
        Sc64 r = R;
        for (int bit = 252; bit >= 0; bit--)
        {
            r = Mul(r, r);
            if (((exponent[bit >> 6] >> (bit & 63)) & 1) != 0)
            {
                r = Mul(r, a);
            }
        }

        return r;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row(ulong a, in Sc64 b, ref ulong t0, ref ulong t1, ref ulong t2, ref ulong t3)
    {
        ulong carry = 0;
        ulong s0 = MulAdd(a, b.L0, t0, ref carry);
        ulong s1 = MulAdd(a, b.L1, t1, ref carry);
        ulong s2 = MulAdd(a, b.L2, t2, ref carry);
        ulong s3 = MulAdd(a, b.L3, t3, ref carry);
        ulong top = carry;

        // m is such that m·l + s ends in a word of zeroes: that word carries one unless it was zero before. The third word of l is zero and the fourth 2^60.
        ulong m = s0 * MinusInverse;
        carry = High(m, Order0) + (s0 != 0 ? 1UL : 0UL);
        t0 = MulAdd(m, Order1, s1, ref carry);
        t1 = s2 + carry;
        ulong low = (m << 60) + (t1 < carry ? 1UL : 0UL);
        t2 = s3 + low;
        t3 = top + (m >> 4) + (t2 < low ? 1UL : 0UL);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MulAdd(ulong a, ulong b, ulong addend, ref ulong carry)
    {
        ulong high = High(a, b), low = (a * b) + addend;
        high += low < addend ? 1UL : 0UL;
        low += carry;
        carry = high + (low < carry ? 1UL : 0UL);
        return low;
    }

    /// <summary>The upper word of a product. Multiplying twice is faster than <c>Math.BigMul</c>, which hands the lower word over in memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong High(ulong a, ulong b) => Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(a, b) : Math.BigMul(a, b, out _);
}
