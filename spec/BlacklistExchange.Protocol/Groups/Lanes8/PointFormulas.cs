using System.Runtime.CompilerServices;

namespace BlacklistExchange.Protocol.Groups.Lanes8;

/// <summary>
/// Complete addition and doubling for a = -1 (Hisil, Wong, Carter, Dawson 2008, §3.1 and §3.3), a lane a point. No special cases; results may alias operands. The
/// products stay columns through the formula's sums and are carried once; the remarks of <see cref="Columns"/> and <see cref="FeProduct"/> hold the bounds.
/// </summary>
internal static class PointFormulas
{
    /// <summary>What a formula needs beside its operands. Nothing is kept in it from one call to the next.</summary>
    internal struct Scratch
    {
        public FeLanes E;
        public FeLanes F;
        public FeLanes G;
        public FeLanes H;
        public Columns A;
        public Columns B;
        public Columns C;
        public Columns D;
    }

    /// <summary>r = 2p. T is left out unless asked for: another doubling does not read it.</summary>
    public static void Double(ref PointLanes r, ref readonly PointLanes p, bool withT, ref Scratch s)
    {
        FeProduct.Sqr(ref s.A, in p.X);
        FeProduct.Sqr(ref s.B, in p.Y);
        FeProduct.Sqr(ref s.C, in p.Z);
        FeProduct.Mul(ref s.D, in p.X, in p.Y);
        CombineDouble(ref s);
        FeProduct.Mul(ref r.X, in s.E, in s.F);
        FeProduct.Mul(ref r.Y, in s.G, in s.H);
        FeProduct.Mul(ref r.Z, in s.F, in s.G);
        if (withT)
        {
            FeProduct.Mul(ref r.T, in s.E, in s.H);
        }
    }

    /// <summary>r = p + q, T included, where q has Z = 1.</summary>
    public static void AddAffine(ref PointLanes r, ref readonly PointLanes p, ref readonly CachedLanes q, ref Scratch s)
    {
        Columns.Double(ref s.D, in p.Z);
        AddBelowD(ref r, in p, in q, withT: true, ref s);
    }

    /// <summary>r = p + q. T is left out unless asked for.</summary>
    public static void Add(ref PointLanes r, ref readonly PointLanes p, ref readonly CachedLanes q, bool withT, ref Scratch s)
    {
        FeProduct.Mul(ref s.D, in p.Z, in q.Z2);
        AddBelowD(ref r, in p, in q, withT, ref s);
    }

    /// <summary>The rest of an addition, once D = 2·Z1·Z2 is there.</summary>
    private static void AddBelowD(ref PointLanes r, ref readonly PointLanes p, ref readonly CachedLanes q, bool withT, ref Scratch s)
    {
        FeLanes.SubtractLazily(ref s.E, in p.Y, in p.X);
        FeLanes.AddLazily(ref s.F, in p.Y, in p.X);
        FeProduct.MulTwoUnits(ref s.A, in s.E, in q.Difference);
        FeProduct.MulTwoUnits(ref s.B, in s.F, in q.Sum);
        FeProduct.Mul(ref s.C, in p.T, in q.T2d);
        CombineAdd(ref s);
        FeProduct.Mul(ref r.X, in s.E, in s.F);
        FeProduct.Mul(ref r.Y, in s.G, in s.H);
        FeProduct.Mul(ref r.Z, in s.F, in s.G);
        if (withT)
        {
            FeProduct.Mul(ref r.T, in s.E, in s.H);
        }
    }

    /// <summary>r = p as a second operand.</summary>
    public static void Cache(ref CachedLanes r, ref readonly PointLanes p)
    {
        FeLanes.Add(ref r.Sum, in p.Y, in p.X);
        FeLanes.Subtract(ref r.Difference, in p.Y, in p.X);
        FeLanes.Add(ref r.Z2, in p.Z, in p.Z);
        FeProduct.Mul(ref r.T2d, in p.T, in FeConstants.D2);
    }

    /// <summary>E = 2XY, G = Y² - X², H = Y² + X², F = 2Z² - G: at most 250, 250, 250 and 500 · 2^50.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void CombineDouble(ref Scratch s)
    {
        Columns.Add(ref s.E, in s.D, in s.D);
        Columns.Subtract(ref s.G, in s.B, in s.A);
        Columns.Add(ref s.H, in s.A, in s.B);
        Columns.Carry(
            ref s.F, s.C.C0 + s.C.C0 + s.A.C0 - s.B.C0, s.C.C1 + s.C.C1 + s.A.C1 - s.B.C1, s.C.C2 + s.C.C2 + s.A.C2 - s.B.C2, s.C.C3 + s.C.C3 + s.A.C3 - s.B.C3,
            s.C.C4 + s.C.C4 + s.A.C4 - s.B.C4);
    }

    /// <summary>E = B - A, H = B + A, F = D - C, G = D + C: at most 346 and 250 · 2^50.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void CombineAdd(ref Scratch s)
    {
        Columns.Subtract(ref s.E, in s.B, in s.A);
        Columns.Add(ref s.H, in s.A, in s.B);
        Columns.Subtract(ref s.F, in s.D, in s.C);
        Columns.Add(ref s.G, in s.C, in s.D);
    }
}
