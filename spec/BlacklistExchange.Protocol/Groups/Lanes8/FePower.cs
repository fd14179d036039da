using System.Runtime.Intrinsics;

namespace BlacklistExchange.Protocol.Groups.Lanes8;

/// <summary>Fixed exponents in GF(2^255 - 19), a lane an element: inversion by Fermat and the inverse square root of RFC 9496 §4.2. Same operations whatever the values.</summary>
internal static class FePower
{
    /// <summary>What the chains need beside their operands. Nothing is kept in it from one call to the next.</summary>
    internal struct Scratch
    {
        public FeLanes Base;
        public FeLanes T0;
        public FeLanes T1;
        public FeLanes T2;
        public FeLanes T3;
        public FeLanes Root;
        public FeLanes V3;
        public FeLanes Check;
    }

    /// <summary>r = 1 / a; zero for zero.</summary>
    public static void Invert(ref FeLanes r, ref readonly FeLanes a, ref Scratch s)
    {
        PowTwo250Less1(ref s.T0, in a, ref s);
        FeProduct.Sqr(ref s.T0, in s.T0, 5);
        FeProduct.Mul(ref r, in s.T0, in s.T3);
    }

    /// <summary>
    /// SQRT_RATIO_M1 (RFC 9496 §4.2): r = sqrt(u / v), not negative, and all ones; or sqrt(i · u / v) and zero in the lanes where u / v is no square. u, v carried; r may be
    /// neither of them.
    /// </summary>
    public static Vector512<ulong> SqrtRatioM1(ref FeLanes r, ref readonly FeLanes u, ref readonly FeLanes v, ref Scratch s)
    {
        FeProduct.Sqr(ref s.V3, in v);
        FeProduct.Mul(ref s.V3, in s.V3, in v);
        FeProduct.Sqr(ref s.Base, in s.V3);
        FeProduct.Mul(ref s.Base, in s.Base, in v);
        FeProduct.Mul(ref s.Base, in s.Base, in u);
        // (u·v^7)^((p - 5) / 8), the exponent being 2^252 - 3.
        PowTwo250Less1(ref s.Root, in s.Base, ref s);
        FeProduct.Sqr(ref s.Root, in s.Root, 2);
        FeProduct.Mul(ref s.Root, in s.Root, in s.Base);
        FeProduct.Mul(ref s.Root, in s.Root, in s.V3);
        FeProduct.Mul(ref s.Root, in s.Root, in u);

        FeProduct.Sqr(ref s.Check, in s.Root);
        FeProduct.Mul(ref s.Check, in s.Check, in v);
        FeLanes.Subtract(ref s.T0, in s.Check, in u);
        Vector512<ulong> correct = FeLanes.ZeroMask(in s.T0);
        FeLanes.Add(ref s.T0, in s.Check, in u);
        Vector512<ulong> flipped = FeLanes.ZeroMask(in s.T0);
        FeProduct.Mul(ref s.T1, in u, in FeConstants.SqrtM1);
        FeLanes.Add(ref s.T0, in s.Check, in s.T1);
        Vector512<ulong> flippedI = FeLanes.ZeroMask(in s.T0);

        FeProduct.Mul(ref s.T0, in s.Root, in FeConstants.SqrtM1);
        FeLanes.Select(ref r, in s.Root, in s.T0, flipped | flippedI);
        FeLanes.Absolute(ref r);
        return correct | flipped;
    }

    /// <summary>r = a^(2^250 - 1), and a^11 in T3. r may be any of the scratch but T1 to T3; a may be neither of those nor r.</summary>
    private static void PowTwo250Less1(ref FeLanes r, ref readonly FeLanes a, ref Scratch s)
    {
        ref FeLanes t = ref s.T1;
        ref FeLanes x = ref s.T2;
        FeProduct.Sqr(ref x, in a);
        FeProduct.Sqr(ref t, in x, 2);
        FeProduct.Mul(ref t, in t, in a);
        FeProduct.Mul(ref s.T3, in t, in x);
        FeProduct.Sqr(ref x, in s.T3);
        // x5 = a^(2^5 - 1), x10 = a^(2^10 - 1), and so on.
        FeProduct.Mul(ref x, in x, in t);
        FeProduct.Sqr(ref t, in x, 5);
        FeProduct.Mul(ref r, in t, in x);
        FeProduct.Sqr(ref t, in r, 10);
        FeProduct.Mul(ref x, in t, in r);
        FeProduct.Sqr(ref t, in x, 20);
        FeProduct.Mul(ref t, in t, in x);
        FeProduct.Sqr(ref t, in t, 10);
        FeProduct.Mul(ref x, in t, in r);
        FeProduct.Sqr(ref t, in x, 50);
        FeProduct.Mul(ref r, in t, in x);
        FeProduct.Sqr(ref t, in r, 100);
        FeProduct.Mul(ref t, in t, in r);
        FeProduct.Sqr(ref t, in t, 50);
        FeProduct.Mul(ref r, in t, in x);
    }
}
