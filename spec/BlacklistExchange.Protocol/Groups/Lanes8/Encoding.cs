using System.Runtime.Intrinsics;

namespace BlacklistExchange.Protocol.Groups.Lanes8;

/// <summary>Decode, encode and the one-way map of RFC 9496 §4.3, a lane an element; the steps and their names are the standard's.</summary>
internal static class Encoding
{
    /// <summary>What the steps need beside their operands. Nothing is kept in it from one call to the next.</summary>
    internal struct Scratch
    {
        public FeLanes S;
        public FeLanes U1;
        public FeLanes U2;
        public FeLanes V;
        public FeLanes Root;
        public FeLanes T0;
        public FeLanes T1;
        public FeLanes T2;
        public FePower.Scratch Power;
    }

    /// <summary>
    /// Decode (RFC 9496 §4.3.1) of four rows of words. The mask is all ones in the lanes that hold an element if their words are canonical, even and not zero besides,
    /// which is the caller's to see; the others hold a point that must not be used.
    /// </summary>
    public static Vector512<ulong> Decode(ref PointLanes p, ref readonly Vector512<ulong> words, ref Scratch x)
    {
        FeLanes.LoadWords(ref x.S, in words);
        FeProduct.Sqr(ref x.T0, in x.S);
        FeLanes.Subtract(ref x.U1, in FeConstants.One, in x.T0);
        FeLanes.Add(ref x.U2, in FeConstants.One, in x.T0);
        FeProduct.Sqr(ref x.T0, in x.U2);
        FeProduct.Sqr(ref x.V, in x.U1);
        FeProduct.Mul(ref x.V, in x.V, in FeConstants.D);
        FeLanes.Add(ref x.V, in x.V, in x.T0);
        FeLanes.Negate(ref x.V, in x.V);
        FeProduct.Mul(ref x.T1, in x.V, in x.T0);
        Vector512<ulong> wasSquare = FePower.SqrtRatioM1(ref x.Root, in FeConstants.One, in x.T1, ref x.Power);
        FeProduct.Mul(ref x.T0, in x.Root, in x.U2);
        FeProduct.Mul(ref x.T1, in x.Root, in x.T0);
        FeProduct.Mul(ref x.T1, in x.T1, in x.V);
        FeProduct.Mul(ref x.T0, in x.T0, in x.S);
        FeLanes.Add(ref p.X, in x.T0, in x.T0);
        FeLanes.Absolute(ref p.X);
        FeProduct.Mul(ref p.Y, in x.U1, in x.T1);
        FeProduct.Mul(ref p.T, in p.X, in p.Y);
        p.Z = FeConstants.One;
        return wasSquare & ~FeLanes.NegativeMask(in p.T) & ~FeLanes.ZeroMask(in p.Y);
    }

    /// <summary>Encode (RFC 9496 §4.3.2) into four rows of words.</summary>
    public static void Encode(ref Vector512<ulong> words, ref readonly PointLanes p, ref Scratch x)
    {
        FeLanes.Add(ref x.U1, in p.Z, in p.Y);
        FeLanes.Subtract(ref x.T0, in p.Z, in p.Y);
        FeProduct.Mul(ref x.U1, in x.U1, in x.T0);
        FeProduct.Mul(ref x.U2, in p.X, in p.Y);
        FeProduct.Sqr(ref x.T0, in x.U2);
        FeProduct.Mul(ref x.T0, in x.T0, in x.U1);
        _ = FePower.SqrtRatioM1(ref x.Root, in FeConstants.One, in x.T0, ref x.Power);
        // den1 = U1, den2 = U2 from here, z_inv = V.
        FeProduct.Mul(ref x.U1, in x.Root, in x.U1);
        FeProduct.Mul(ref x.U2, in x.Root, in x.U2);
        FeProduct.Mul(ref x.V, in x.U1, in x.U2);
        FeProduct.Mul(ref x.V, in x.V, in p.T);
        FeProduct.Mul(ref x.T0, in p.T, in x.V);
        Vector512<ulong> rotate = FeLanes.NegativeMask(in x.T0);
        FeProduct.Mul(ref x.T0, in p.X, in FeConstants.SqrtM1);
        FeProduct.Mul(ref x.T1, in p.Y, in FeConstants.SqrtM1);
        FeProduct.Mul(ref x.T2, in x.U1, in FeConstants.InvSqrtAMinusD);
        FeLanes.Select(ref x.T1, in p.X, in x.T1, rotate);
        FeLanes.Select(ref x.T0, in p.Y, in x.T0, rotate);
        FeLanes.Select(ref x.T2, in x.U2, in x.T2, rotate);
        FeProduct.Mul(ref x.T1, in x.T1, in x.V);
        FeLanes.NegateWhere(ref x.T0, FeLanes.NegativeMask(in x.T1));
        FeLanes.Subtract(ref x.S, in p.Z, in x.T0);
        FeProduct.Mul(ref x.S, in x.S, in x.T2);
        FeLanes.Absolute(ref x.S);
        FeLanes.StoreWords(ref words, in x.S);
    }

    /// <summary>MAP (RFC 9496 §4.3.4) of one half, 256 bits a lane: Elligator 2 onto the curve. T is x·y / z as the points of this library have it.</summary>
    public static void MapHalf(ref PointLanes p, ref readonly Vector512<ulong> words, ref Scratch x)
    {
        ref FeLanes t = ref x.S, r = ref x.T0, u = ref x.U1, v = ref x.V, s = ref x.Root, c = ref x.T1, n = ref x.U2;
        FeLanes.LoadWords(ref t, in words);
        FeProduct.Sqr(ref r, in t);
        FeProduct.Mul(ref r, in r, in FeConstants.SqrtM1);
        FeLanes.Add(ref u, in r, in FeConstants.One);
        FeProduct.Mul(ref u, in u, in FeConstants.OneMinusDSquared);
        FeProduct.Mul(ref v, in r, in FeConstants.D);
        FeLanes.Subtract(ref v, in FeConstants.MinusOne, in v);
        FeLanes.Add(ref c, in r, in FeConstants.D);
        FeProduct.Mul(ref v, in v, in c);

        Vector512<ulong> wasSquare = FePower.SqrtRatioM1(ref s, in u, in v, ref x.Power);
        FeProduct.Mul(ref c, in s, in t);
        // -|s · t|: negated where it is not negative already.
        FeLanes.NegateWhere(ref c, ~FeLanes.NegativeMask(in c));
        FeLanes.Select(ref s, in c, in s, wasSquare);
        FeLanes.Select(ref c, in r, in FeConstants.MinusOne, wasSquare);

        FeLanes.Subtract(ref n, in r, in FeConstants.One);
        FeProduct.Mul(ref n, in n, in c);
        FeProduct.Mul(ref n, in n, in FeConstants.DMinusOneSquared);
        FeLanes.Subtract(ref n, in n, in v);
        // w0 = 2·s·v, w1 = n·sqrt(a·d - 1), w2 = 1 - s², w3 = 1 + s².
        FeProduct.Mul(ref v, in s, in v);
        FeLanes.Add(ref v, in v, in v);
        FeProduct.Mul(ref n, in n, in FeConstants.SqrtAdMinusOne);
        FeProduct.Sqr(ref s, in s);
        FeLanes.Subtract(ref c, in FeConstants.One, in s);
        FeLanes.Add(ref s, in FeConstants.One, in s);
        FeProduct.Mul(ref p.X, in v, in s);
        FeProduct.Mul(ref p.Y, in c, in n);
        FeProduct.Mul(ref p.Z, in n, in s);
        FeProduct.Mul(ref p.T, in v, in c);
    }

    /// <summary>All ones in the lanes whose point encodes as the identity: x = 0 or y = 0.</summary>
    public static Vector512<ulong> IdentityMask(ref readonly PointLanes p) => FeLanes.ZeroMask(in p.X) | FeLanes.ZeroMask(in p.Y);
}
