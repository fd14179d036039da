using System.Numerics;
using BlacklistExchange.Protocol.Groups.Lanes8;
using static BlacklistExchange.Protocol.Tests.Groups.Field25519.FieldArithmetic;
using static BlacklistExchange.Protocol.Tests.Groups.Lanes8.FieldLanes;

namespace BlacklistExchange.Protocol.Tests.Groups.Lanes8;

public sealed class ColumnsTests
{
    /// <summary>The largest columns that any formula carries, 2·C + A - B of a doubling: 500 · 2^50.</summary>
    private const long Most = 500L << 50;

    [LaneFact]
    public void Returns_one_unit_for_the_largest_columns_of_any_formula()
    {
        Random random = new(1);
        for (int done = 0; done < 100_000; done += Width.Lanes)
        {
            Columns columns = Draw(random, done == 0);
            FeLanes carried = default;
            Columns.Carry(ref carried, columns.C0, columns.C1, columns.C2, columns.C3, columns.C4);
            Assert.True(Largest(carried) <= Unit);
            for (int lane = 0; lane < Width.Lanes; lane++)
            {
                Assert.Equal(Value(columns, lane), Value(carried, lane));
            }
        }
    }

    [LaneFact]
    public void Refuses_to_carry_twice_as_large_columns_into_one_unit()
    {
        // What stays below is as large as it can be, and 19 carries of 512 come on top of it.
        Columns columns = default;
        FeLanes carried = default;
        Limbs(ref columns).Fill((1024L << 50) + (1L << 50) - 1);
        Columns.Carry(ref carried, columns.C0, columns.C1, columns.C2, columns.C3, columns.C4);
        Assert.True(Largest(carried) > Unit);
    }

    [LaneFact]
    public void Returns_sums_and_differences_of_products_at_their_bound()
    {
        FeLanes top = Fill(Unit), bottom = Fill(-Unit), two = Fill(2 * Unit), sum = default, difference = default;
        Columns a = default, b = default;
        FeProduct.MulTwoUnits(ref a, in two, in top);
        FeProduct.MulTwoUnits(ref b, in two, in bottom);
        Columns.Add(ref sum, in a, in a);
        Columns.Subtract(ref difference, in a, in b);
        BigInteger expected = 2 * Value(two, 0) * Value(top, 0) % P;
        Assert.Equal(expected, Value(sum, 0));
        Assert.Equal(expected, Value(difference, 0));
        Assert.True(Largest(sum) <= Unit && Largest(difference) <= Unit);
    }

    private static Columns Draw(Random random, bool atTheBound)
    {
        Columns columns = default;
        foreach (ref long column in Limbs(ref columns))
        {
            column = atTheBound || random.Next(4) == 0 ? (random.Next(2) == 0 ? Most : -Most) : random.NextInt64(-Most, Most + 1);
        }

        return columns;
    }
}
