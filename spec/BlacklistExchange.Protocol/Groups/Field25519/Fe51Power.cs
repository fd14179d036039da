using System.Runtime.CompilerServices;

namespace BlacklistExchange.Protocol.Groups.Field25519;

/// <summary>Fixed exponents in GF(2^255 - 19): inversion by Fermat and the inverse square root of RFC 9496 §4.2. Same operations whatever the value.</summary>
internal static class Fe51Power
{
    /// <summary>r = 1 / a; zero for zero.</summary>
    [SkipLocalsInit]
    public static void Invert(out Fe51 r, in Fe51 a)
    {
        PowTwo250Less1(out Fe51 t, out Fe51 a11, a);
        Fe51Product.Sqr(out t, t, 5);
        Fe51Product.Mul(out r, t, a11);
    }

    /// <summary>r = a^((p - 5) / 8) = a^(2^252 - 3).</summary>
    [SkipLocalsInit]
    public static void PowP58(out Fe51 r, in Fe51 a)
    {
        PowTwo250Less1(out Fe51 t, out _, a);
        Fe51Product.Sqr(out t, t, 2);
        Fe51Product.Mul(out r, t, a);
    }

    /// <summary>SQRT_RATIO_M1 (RFC 9496 §4.2): r = sqrt(u / v), not negative, and all ones; or sqrt(i · u / v) and zero if u / v is no square. u and v tight.</summary>
    [SkipLocalsInit]
    public static ulong SqrtRatioM1(out Fe51 r, in Fe51 u, in Fe51 v)
    {
        Fe51Product.Sqr(out Fe51 v3, v);
        Fe51Product.Mul(out v3, v3, v);
        Fe51Product.Sqr(out Fe51 v7, v3);
        Fe51Product.Mul(out v7, v7, v);
        Fe51Product.Mul(out Fe51 uv7, u, v7);
        PowP58(out Fe51 power, uv7);
        Fe51Product.Mul(out Fe51 root, u, v3);
        Fe51Product.Mul(out root, root, power);

        Fe51Product.Sqr(out Fe51 check, root);
        Fe51Product.Mul(out check, check, v);
        Fe51.Negate(out Fe51 minusU, u);
        Fe51Product.Mul(out Fe51 minusUi, minusU, Fe51Constants.SqrtM1);
        ulong correct = Fe51.EqualMask(check, u);
        ulong flipped = Fe51.EqualMask(minusU, check);
        ulong flippedI = Fe51.EqualMask(check, minusUi);

        Fe51Product.Mul(out Fe51 rotated, root, Fe51Constants.SqrtM1);
        Fe51.Select(out r, root, rotated, flipped | flippedI);
        Fe51.Absolute(ref r);
        return correct | flipped;
    }

    /// <summary>r = a^(2^250 - 1), a11 = a^11.</summary>
    [SkipLocalsInit]
    private static void PowTwo250Less1(out Fe51 r, out Fe51 a11, in Fe51 a)
    {
        Fe51Product.Sqr(out Fe51 a2, a);
        Fe51Product.Sqr(out Fe51 t, a2, 2);
        Fe51Product.Mul(out Fe51 a9, t, a);
        Fe51Product.Mul(out a11, a9, a2);
        Fe51Product.Sqr(out t, a11);
        Fe51Product.Mul(out Fe51 x5, t, a9);
        Fe51Product.Sqr(out t, x5, 5);
        Fe51Product.Mul(out Fe51 x10, t, x5);
        Fe51Product.Sqr(out t, x10, 10);
        Fe51Product.Mul(out Fe51 x20, t, x10);
        Fe51Product.Sqr(out t, x20, 20);
        Fe51Product.Mul(out t, t, x20);
        Fe51Product.Sqr(out t, t, 10);
        Fe51Product.Mul(out Fe51 x50, t, x10);
        Fe51Product.Sqr(out t, x50, 50);
        Fe51Product.Mul(out Fe51 x100, t, x50);
        Fe51Product.Sqr(out t, x100, 100);
        Fe51Product.Mul(out t, t, x100);
        Fe51Product.Sqr(out t, t, 50);
        Fe51Product.Mul(out r, t, x50);
    }
}
