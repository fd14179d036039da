using System.Runtime.CompilerServices;
using BlacklistExchange.Protocol.Groups.Field25519;

namespace BlacklistExchange.Protocol.Groups.Edwards25519;

/// <summary>Complete addition and doubling for a = -1 (Hisil, Wong, Carter, Dawson 2008). No special cases; results may alias operands.</summary>
internal static class EdwardsFormulas
{
    /// <summary>r = 2p. T is left out unless asked for: another doubling does not read it.</summary>
    [SkipLocalsInit]
    public static void Double(ref EdwardsPoint r, in EdwardsPoint p, bool withT)
    {
        Fe51Product.Sqr(out Fe51 xx, p.X);
        Fe51Product.Sqr(out Fe51 yy, p.Y);
        Fe51Product.Sqr(out Fe51 zz, p.Z);
        Fe51.Add(out Fe51 e, p.X, p.Y);
        Fe51Product.Sqr(out e, e);
        Fe51.Add(out Fe51 h, yy, xx);
        Fe51.Sub(out Fe51 g, yy, xx);
        Fe51.SubWide(out e, e, h);
        Fe51.Add(out Fe51 f, zz, zz);
        Fe51.SubWide(out f, f, g);
        Fe51Product.Mul(out r.X, e, f);
        Fe51Product.Mul(out r.Y, g, h);
        Fe51Product.Mul(out r.Z, f, g);
        if (withT)
        {
            Fe51Product.Mul(out r.T, e, h);
        }
    }

    /// <summary>r = p + q. T is left out unless asked for.</summary>
    [SkipLocalsInit]
    public static void Add(ref EdwardsPoint r, in EdwardsPoint p, in CachedPoint q, bool withT)
    {
        Fe51.Add(out Fe51 a, p.Y, p.X);
        Fe51Product.Mul(out a, a, q.Sum);
        Fe51.Sub(out Fe51 b, p.Y, p.X);
        Fe51Product.Mul(out b, b, q.Difference);
        Fe51Product.Mul(out Fe51 c, p.T, q.T2d);
        Fe51Product.Mul(out Fe51 d, p.Z, q.Z2);
        Fe51.Sub(out Fe51 e, a, b);
        Fe51.Add(out Fe51 h, a, b);
        Fe51.Sub(out Fe51 f, d, c);
        Fe51.Add(out Fe51 g, d, c);
        Fe51Product.Mul(out r.X, e, f);
        Fe51Product.Mul(out r.Y, g, h);
        Fe51Product.Mul(out r.Z, f, g);
        if (withT)
        {
            Fe51Product.Mul(out r.T, e, h);
        }
    }

    /// <summary>r = p + q, both extended.</summary>
    public static void Add(ref EdwardsPoint r, in EdwardsPoint p, in EdwardsPoint q)
    {
        Cache(out CachedPoint cached, q);
        Add(ref r, p, cached, withT: true);
    }

    public static void Cache(out CachedPoint r, in EdwardsPoint p)
    {
        Fe51.Add(out r.Sum, p.Y, p.X);
        Fe51.Sub(out r.Difference, p.Y, p.X);
        Fe51.Add(out r.Z2, p.Z, p.Z);
        Fe51Product.Mul(out r.T2d, p.T, Fe51Constants.D2);
    }

    /// <summary>q = -q where the mask is all ones.</summary>
    public static void NegateWhere(ref CachedPoint q, ulong mask)
    {
        Fe51 sum = q.Sum;
        Fe51.Select(out q.Sum, sum, q.Difference, mask);
        Fe51.Select(out q.Difference, q.Difference, sum, mask);
        Fe51.NegateWhere(ref q.T2d, mask);
    }
}
