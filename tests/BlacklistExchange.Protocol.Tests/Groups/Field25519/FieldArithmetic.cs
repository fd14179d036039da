using System.Numerics;
using BlacklistExchange.Protocol.Groups.Field25519;
using FsCheck;
using FsCheck.Fluent;

namespace BlacklistExchange.Protocol.Tests.Groups.Field25519;

/// <summary>The oracle: the same numbers as big integers, and generators that favour limbs at their bounds.</summary>
internal static class FieldArithmetic
{
    public static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;

    public static BigInteger Value(in Fe51 a) =>
        (a.L0 + ((BigInteger)a.L1 << 51) + ((BigInteger)a.L2 << 102) + ((BigInteger)a.L3 << 153) + ((BigInteger)a.L4 << 204)) % P;

    public static BigInteger Mod(BigInteger a) => ((a % P) + P) % P;

    public static Fe51 Of(BigInteger value)
    {
        byte[] bytes = new byte[32];
        value.TryWriteBytes(bytes, out _, isUnsigned: true);
        return Fe51.Read(bytes);
    }

    /// <summary>Field elements with every limb below the limit, the limit's neighbours being frequent.</summary>
    public static Arbitrary<Fe51> Below(ulong limit)
    {
        Gen<ulong> limb = Gen.Frequency(
            (1, Gen.Elements(0UL, 1UL, limit - 1, limit - 2, (1UL << 51) - 1, (1UL << 51) - 19)),
            (2, ArbMap.Default.GeneratorFor<ulong>().Select(x => (x * 0x9e3779b97f4a7c15UL) % limit)));
        return limb.ArrayOf(5).Select(l => new Fe51(l[0], l[1], l[2], l[3], l[4])).ToArbitrary();
    }
}
