using System.Numerics;
using System.Runtime.Intrinsics;
using BlacklistExchange.Protocol.Groups.Field25519;
using BlacklistExchange.Protocol.Groups.Lanes8;
using FsCheck;
using FsCheck.Fluent;
using static BlacklistExchange.Protocol.Tests.Groups.Field25519.FieldArithmetic;
using static BlacklistExchange.Protocol.Tests.Groups.Lanes8.FieldLanes;

namespace BlacklistExchange.Protocol.Tests.Groups.Lanes8;

public sealed class FeLanesTests
{
    private const int Times = 2000;

    /// <summary>What a carried limb may be.</summary>
    private const long Canonical = Unit;

    [LaneFact]
    public void Returns_the_canonical_value_around_zero_and_where_carried_limbs_turn_over()
    {
        foreach (BigInteger middle in new[] { BigInteger.Zero, P / 2, -(P / 2), BigInteger.Pow(2, 204), -BigInteger.Pow(2, 50) })
        {
            for (int offset = -40; offset <= 40; offset++)
            {
                AssertCanonical(Everywhere(middle + offset));
            }
        }
    }

    [LaneFact]
    public void Returns_the_canonical_value_up_to_the_bound()
    {
        Random random = new(1);
        AssertCanonical(Fill(Canonical));
        AssertCanonical(Fill(-Canonical));
        for (int i = 0; i < Times; i++)
        {
            AssertCanonical(Draw(random, Canonical));
        }
    }

    [LaneFact]
    public void Refuses_to_be_right_about_the_canonical_value_beyond_the_bound()
    {
        Vector512<ulong>[] words = new Vector512<ulong>[4];
        foreach (long limb in new[] { (1L << 51) + 3, -(1L << 51) - 3 })
        {
            FeLanes a = Fill(limb);
            FeLanes.StoreWords(ref words[0], in a);
            Assert.NotEqual(Value(a, 0), Value(words, 0));
        }
    }

    [LaneFact]
    public void Returns_carried_sums_and_differences_of_two_units()
    {
        Random random = new(2);
        for (int i = 0; i < Times; i++)
        {
            FeLanes a = Draw(random, 2 * Unit), b = Draw(random, 2 * Unit), sum = default, difference = default;
            FeLanes.Add(ref sum, in a, in b);
            FeLanes.Subtract(ref difference, in a, in b);
            Assert.True(Largest(sum) <= Unit && Largest(difference) <= Unit);
            for (int lane = 0; lane < Width.Lanes; lane++)
            {
                Assert.Equal((Value(a, lane) + Value(b, lane)) % P, Value(sum, lane));
                Assert.Equal(Mod(Value(a, lane) - Value(b, lane)), Value(difference, lane));
            }
        }
    }

    [LaneFact]
    public void Returns_carried_limbs_for_any_below_two_to_the_53()
    {
        Random random = new(3);
        for (int i = 0; i < Times; i++)
        {
            FeLanes a = Draw(random, (1L << 53) - 1), carried = default;
            FeLanes.Carry(ref carried, a.L0, a.L1, a.L2, a.L3, a.L4);
            Assert.True(Largest(carried) <= (1L << 50) + 76);
            Assert.Equal(Value(a, i % Width.Lanes), Value(carried, i % Width.Lanes));
        }
    }

    [LaneFact]
    public void Keeps_limbs_of_the_portable_field_on_their_way_in_and_out() => Prop.ForAll(Below(1UL << 52), a =>
    {
        FeLanes inside = FeLanes.Broadcast(a);
        Vector512<ulong>[] limbs = new Vector512<ulong>[5];
        FeLanes.StoreLimbs(ref limbs[0], in inside);
        Fe51 outside = new(limbs[0][1], limbs[1][1], limbs[2][1], limbs[3][1], limbs[4][1]);
        return Largest(inside) <= Unit && Value(inside, 0) == Value(a) && Value(outside) == Value(a) && limbs.All(limb => limb[0] < (1UL << 51) + (1 << 8));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [LaneFact]
    public void Returns_the_value_of_255_bits_and_never_looks_at_the_highest()
    {
        Random random = new(4);
        for (int i = 0; i < Times; i++)
        {
            byte[] bytes = new byte[32];
            random.NextBytes(bytes);
            bytes.AsSpan(8 * (i % 4), i % 9).Fill(255);
            Vector512<ulong>[] words = [.. Enumerable.Range(0, 4).Select(word => Vector512.Create(BitConverter.ToUInt64(bytes, 8 * word)))];
            FeLanes a = default;
            FeLanes.LoadWords(ref a, in words[0]);
            Assert.True(Largest(a) <= Unit);
            Assert.Equal(new BigInteger(bytes, isUnsigned: true) % (BigInteger.One << 255) % P, Value(a, i % Width.Lanes));
        }
    }

    [LaneFact]
    public void Returns_selections_and_negations_lane_by_lane()
    {
        Random random = new(5);
        FeLanes a = Draw(random, Unit), b = Draw(random, Unit), chosen = default, negated = a, absolute = a;
        Vector512<ulong> mask = default;
        for (int lane = 1; lane < Width.Lanes; lane += 2)
        {
            mask = mask.WithElement(lane, ulong.MaxValue);
        }

        FeLanes.Select(ref chosen, in a, in b, mask);
        FeLanes.NegateWhere(ref negated, mask);
        FeLanes.Absolute(ref absolute);
        for (int lane = 0; lane < Width.Lanes; lane++)
        {
            bool isOdd = (lane & 1) == 1;
            Assert.Equal(Value(isOdd ? b : a, lane), Value(chosen, lane));
            Assert.Equal(isOdd ? Mod(-Value(a, lane)) : Value(a, lane), Value(negated, lane));
            Assert.True(Value(absolute, lane).IsEven && (Value(absolute, lane) == Value(a, lane) || Value(absolute, lane) == P - Value(a, lane)));
        }
    }

    private static void AssertCanonical(FeLanes a)
    {
        Vector512<ulong>[] words = new Vector512<ulong>[4];
        FeLanes.StoreWords(ref words[0], in a);
        Vector512<ulong> negative = FeLanes.NegativeMask(in a), zero = FeLanes.ZeroMask(in a);
        for (int lane = 0; lane < Width.Lanes; lane++)
        {
            BigInteger value = Value(a, lane);
            Assert.Equal(value, Value(words, lane));
            Assert.Equal(value.IsEven ? 0 : ulong.MaxValue, negative[lane]);
            Assert.Equal(value.IsZero ? ulong.MaxValue : 0, zero[lane]);
        }
    }
}
