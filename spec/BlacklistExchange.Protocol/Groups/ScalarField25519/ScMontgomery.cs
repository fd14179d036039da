using System.Runtime.CompilerServices;

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

        ulong m = s0 * MinusInverse;
        carry = 0;
        _ = MulAdd(m, Order0, s0, ref carry);
        t0 = MulAdd(m, Order1, s1, ref carry);
        t1 = MulAdd(m, 0, s2, ref carry);
        t2 = MulAdd(m, Order3, s3, ref carry);
        t3 = top + carry;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MulAdd(ulong a, ulong b, ulong addend, ref ulong carry)
    {
        UInt128 sum = Math.BigMul(a, b) + addend + carry;
        carry = (ulong)(sum >> 64);
        return (ulong)sum;
    }
}
