using System.Numerics;
using BlacklistExchange.Protocol.Groups.Lanes8;
using static BlacklistExchange.Protocol.Tests.Groups.Field25519.FieldArithmetic;
using static BlacklistExchange.Protocol.Tests.Groups.Lanes8.FieldLanes;

namespace BlacklistExchange.Protocol.Tests.Groups.Lanes8;

public sealed class FeProductTests
{
    /// <summary>Products of each kind, in all lanes together.</summary>
    private const int Products = 100_000;
    private const long Quarter = 1L << 50;

    [LaneFact]
    public void Returns_carried_products_of_operands_up_to_the_bound() => Repeat((a, b) =>
    {
        FeLanes product = default;
        FeProduct.Mul(ref product, in a, in b);
        Assert.True(Largest(product) <= Unit);
        AssertEach(product, lane => Value(a, lane) * Value(b, lane));
    });

    [LaneFact]
    public void Returns_carried_squares_of_operands_up_to_the_bound() => Repeat((a, _) =>
    {
        FeLanes square = default;
        FeProduct.Sqr(ref square, in a);
        Assert.True(Largest(square) <= Unit);
        AssertEach(square, lane => BigInteger.Pow(Value(a, lane), 2));
    });

    [LaneFact]
    public void Returns_columns_within_their_bound_for_an_operand_of_two_units() => Repeat((a, b) =>
    {
        Columns product = default, ordinary = default, square = default;
        FeLanes two = default;
        FeLanes.AddLazily(ref two, in a, in a);
        FeProduct.MulTwoUnits(ref product, in two, in b);
        FeProduct.Mul(ref ordinary, in a, in b);
        FeProduct.Sqr(ref square, in b);
        Assert.True(Largest(product) <= 173 * Quarter);
        Assert.True(Largest(ordinary) <= 125 * Quarter);
        Assert.True(Largest(square) <= 125 * Quarter);
        for (int lane = 0; lane < Width.Lanes; lane++)
        {
            Assert.Equal(2 * Value(a, lane) * Value(b, lane) % P, Value(product, lane));
            Assert.Equal(Value(a, lane) * Value(b, lane) % P, Value(ordinary, lane));
            Assert.Equal(BigInteger.Pow(Value(b, lane), 2) % P, Value(square, lane));
        }
    });

    [LaneFact]
    public void Returns_the_product_into_either_operand_and_many_squarings_in_place()
    {
        Random random = new(4);
        FeLanes a = Draw(random, Unit), b = Draw(random, Unit), intoA = a, intoB = b, power = a;
        FeProduct.Mul(ref intoA, in intoA, in b);
        FeProduct.Mul(ref intoB, in a, in intoB);
        FeProduct.Sqr(ref power, in power, 5);
        AssertEach(intoA, lane => Value(a, lane) * Value(b, lane));
        AssertEach(intoB, lane => Value(a, lane) * Value(b, lane));
        AssertEach(power, lane => BigInteger.ModPow(Value(a, lane), 32, P));
    }

    /// <summary>The negative controls: were these right, the bounds above would not have been tested.</summary>
    [LaneFact]
    public void Refuses_to_be_right_beyond_the_bound()
    {
        FeLanes one = Fill(Unit), two = Fill(2 * Unit), product = default, square = default;
        Columns columns = default;
        FeProduct.Mul(ref product, in two, in one);
        FeProduct.Sqr(ref square, in two);
        FeProduct.MulTwoUnits(ref columns, in two, in two);
        Assert.NotEqual(Value(two, 0) * Value(one, 0) % P, Value(product, 0));
        Assert.NotEqual(Value(two, 0) * Value(two, 0) % P, Value(square, 0));
        Assert.NotEqual(Value(two, 0) * Value(two, 0) % P, Value(columns, 0));
    }

    private static void Repeat(Action<FeLanes, FeLanes> check)
    {
        Random random = new(1);
        check(Fill(Unit), Fill(Unit));
        check(Fill(-Unit), Fill(Unit));
        for (int done = 0; done < Products; done += Width.Lanes)
        {
            check(Draw(random, Unit), Draw(random, Unit));
        }
    }

    private static void AssertEach(FeLanes actual, Func<int, BigInteger> expected)
    {
        for (int lane = 0; lane < Width.Lanes; lane++)
        {
            Assert.Equal(expected(lane) % P, Value(actual, lane));
        }
    }
}
