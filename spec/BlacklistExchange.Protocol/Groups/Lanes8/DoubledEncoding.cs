using System.Runtime.Intrinsics;

namespace BlacklistExchange.Protocol.Groups.Lanes8;

/// <summary>
/// Encodes 2·Q for many Q with one inversion for all: <see cref="Ristretto255DoubledEncoding"/>, which tells why, a lane an element. Groups of points are split as they
/// come and joined together at the end.
/// </summary>
internal static class DoubledEncoding
{
    /// <summary>The names of <see cref="Ristretto255DoubledEncoding"/>: e = 2XY, f = Z² + dT², g = Y² + X², h = Z² - dT².</summary>
    internal struct Parts
    {
        public FeLanes E;
        public FeLanes F;
        public FeLanes G;
        public FeLanes H;
        public FeLanes Eg;
        public FeLanes Fh;

        /// <summary>e·g·f·h, or one where that is zero.</summary>
        public FeLanes Product;

        /// <summary>The product of all groups before this one.</summary>
        public FeLanes Before;

        /// <summary>All ones where the product is zero: the identity, whose inverse is set to zero and which then encodes as zeros.</summary>
        public Vector512<ulong> Identity;
    }

    /// <summary>Takes one group's points; <paramref name="running"/> is the product of those before and becomes the product with this one.</summary>
    public static void Split(ref Parts r, ref readonly PointLanes p, ref FeLanes running, ref Encoding.Scratch x)
    {
        FeProduct.Sqr(ref x.U1, in p.X);
        FeProduct.Sqr(ref x.U2, in p.Y);
        FeProduct.Sqr(ref x.V, in p.Z);
        FeProduct.Sqr(ref x.T0, in p.T);
        FeProduct.Mul(ref x.T0, in x.T0, in FeConstants.D);
        FeLanes.Add(ref x.T1, in p.Y, in p.Y);
        FeProduct.Mul(ref r.E, in p.X, in x.T1);
        FeLanes.Add(ref r.F, in x.V, in x.T0);
        FeLanes.Add(ref r.G, in x.U2, in x.U1);
        FeLanes.Subtract(ref r.H, in x.V, in x.T0);
        FeProduct.Mul(ref r.Eg, in r.E, in r.G);
        FeProduct.Mul(ref r.Fh, in r.F, in r.H);
        FeProduct.Mul(ref x.T0, in r.Eg, in r.Fh);
        r.Identity = FeLanes.ZeroMask(in x.T0);
        FeLanes.Select(ref r.Product, in x.T0, in FeConstants.One, r.Identity);
        r.Before = running;
        FeProduct.Mul(ref running, in running, in r.Product);
    }

    /// <summary>Writes one group's encodings as four rows of words; <paramref name="inverse"/> is one over the product with this group and becomes that without.</summary>
    public static void Join(ref Vector512<ulong> words, ref readonly Parts p, ref FeLanes inverse, ref Encoding.Scratch x)
    {
        ref FeLanes e = ref x.U1, g = ref x.U2, h = ref x.V, magic = ref x.S, zInverse = ref x.T0, tInverse = ref x.T1, t = ref x.T2;
        FeProduct.Mul(ref t, in inverse, in p.Before);
        FeProduct.Mul(ref inverse, in inverse, in p.Product);
        t.L0 = Vector512.AndNot(t.L0, p.Identity.AsDouble());
        t.L1 = Vector512.AndNot(t.L1, p.Identity.AsDouble());
        t.L2 = Vector512.AndNot(t.L2, p.Identity.AsDouble());
        t.L3 = Vector512.AndNot(t.L3, p.Identity.AsDouble());
        t.L4 = Vector512.AndNot(t.L4, p.Identity.AsDouble());

        FeProduct.Mul(ref zInverse, in p.Eg, in t);
        FeProduct.Mul(ref tInverse, in p.Fh, in t);
        FeProduct.Mul(ref t, in p.Eg, in zInverse);
        Vector512<ulong> rotate = FeLanes.NegativeMask(in t);
        FeLanes.Negate(ref g, in p.E);
        FeProduct.Mul(ref h, in p.F, in FeConstants.SqrtM1);
        FeLanes.Select(ref e, in p.E, in p.G, rotate);
        FeLanes.Select(ref g, in p.G, in g, rotate);
        FeLanes.Select(ref h, in p.H, in h, rotate);
        FeLanes.Select(ref magic, in FeConstants.InvSqrtAMinusD, in FeConstants.SqrtM1, rotate);

        FeProduct.Mul(ref t, in h, in e);
        FeProduct.Mul(ref t, in t, in zInverse);
        FeLanes.NegateWhere(ref g, FeLanes.NegativeMask(in t));
        FeLanes.Subtract(ref h, in h, in g);
        FeProduct.Mul(ref t, in g, in tInverse);
        FeProduct.Mul(ref t, in t, in magic);
        FeProduct.Mul(ref t, in t, in h);
        FeLanes.Absolute(ref t);
        FeLanes.StoreWords(ref words, in t);
    }
}
