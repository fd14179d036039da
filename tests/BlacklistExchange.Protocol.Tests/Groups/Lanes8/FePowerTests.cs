using System.Numerics;
using System.Runtime.Intrinsics;
using BlacklistExchange.Protocol.Groups.Field25519;
using BlacklistExchange.Protocol.Groups.Lanes8;
using static BlacklistExchange.Protocol.Tests.Groups.Field25519.FieldArithmetic;
using static BlacklistExchange.Protocol.Tests.Groups.Lanes8.FieldLanes;

namespace BlacklistExchange.Protocol.Tests.Groups.Lanes8;

public sealed class FePowerTests
{
    private const int Times = 60;

    [LaneFact]
    public void Returns_the_inverse_and_zero_for_zero()
    {
        Random random = new(1);
        for (int i = 0; i < Times; i++)
        {
            FeLanes a = i == 0 ? default : Draw(random, Unit), inverse = default;
            FePower.Scratch scratch = default;
            FePower.Invert(ref inverse, in a, ref scratch);
            AssertEach(inverse, lane => BigInteger.ModPow(Value(a, lane), P - 2, P));
            FePower.Invert(ref a, in a, ref scratch);
            AssertEach(inverse, lane => Value(a, lane));
        }
    }

    [LaneFact]
    public void Returns_the_root_of_a_ratio_as_RFC_9496_defines_it()
    {
        Random random = new(2);
        for (int i = 0; i < Times; i++)
        {
            FeLanes u = i == 0 ? default : Draw(random, Unit), v = i == 1 ? default : Draw(random, Unit), root = default;
            FePower.Scratch scratch = default;
            Vector512<ulong> square = FePower.SqrtRatioM1(ref root, in u, in v, ref scratch);
            for (int lane = 0; lane < Width.Lanes; lane++)
            {
                BigInteger ratio = Value(u, lane) * BigInteger.ModPow(Value(v, lane), P - 2, P) % P;
                bool isSquare = BigInteger.ModPow(ratio, (P - 1) / 2, P) <= 1 && (!Value(v, lane).IsZero || Value(u, lane).IsZero);
                Assert.Equal(isSquare ? ulong.MaxValue : 0, square[lane]);
                Assert.True(Value(root, lane).IsEven);
                Assert.Equal(isSquare ? ratio : ratio * Value(Fe51Constants.SqrtM1) % P, BigInteger.Pow(Value(root, lane), 2) % P);
            }
        }
    }

    private static void AssertEach(FeLanes actual, Func<int, BigInteger> expected)
    {
        for (int lane = 0; lane < Width.Lanes; lane++)
        {
            Assert.Equal(expected(lane), Value(actual, lane));
        }
    }
}
