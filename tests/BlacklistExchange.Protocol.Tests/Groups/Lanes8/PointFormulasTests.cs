using System.Numerics;
using BlacklistExchange.Protocol.Groups.Lanes8;
using static BlacklistExchange.Protocol.Tests.Groups.Field25519.FieldArithmetic;
using static BlacklistExchange.Protocol.Tests.Groups.Lanes8.FieldLanes;

namespace BlacklistExchange.Protocol.Tests.Groups.Lanes8;

/// <summary>The formulas as polynomials: they need no point to be compared with big integers, so every coordinate can lie at its bound.</summary>
public sealed class PointFormulasTests
{
    private const int Times = 4000;

    [LaneFact]
    public void Returns_the_doubling_of_coordinates_at_their_bound() => Repeat((p, _) =>
    {
        PointLanes r = p;
        PointFormulas.Scratch scratch = default;
        PointFormulas.Double(ref r, in r, withT: true, ref scratch);
        AssertEach(r, lane =>
        {
            BigInteger x = Value(p.X, lane), y = Value(p.Y, lane), z = Value(p.Z, lane);
            return (2 * x * y, (y * y) - (x * x), (y * y) + (x * x), (2 * z * z) + (x * x) - (y * y));
        });
    });

    [LaneFact]
    public void Returns_the_sum_of_coordinates_at_their_bound() => Repeat((p, q) =>
    {
        PointLanes r = p;
        PointFormulas.Scratch scratch = default;
        PointFormulas.Add(ref r, in r, in q, withT: true, ref scratch);
        AssertEach(r, lane =>
        {
            BigInteger a = (Value(p.Y, lane) - Value(p.X, lane)) * Value(q.Difference, lane), b = (Value(p.Y, lane) + Value(p.X, lane)) * Value(q.Sum, lane);
            BigInteger c = Value(p.T, lane) * Value(q.T2d, lane), d = Value(p.Z, lane) * Value(q.Z2, lane);
            return (b - a, d + c, b + a, d - c);
        });
    });

    private static void Repeat(Action<PointLanes, CachedLanes> check)
    {
        Random random = new(1);
        FeLanes top = Fill(Unit), bottom = Fill(-Unit);
        check(new PointLanes { X = top, Y = top, Z = top, T = top }, new CachedLanes { Sum = top, Difference = top, Z2 = top, T2d = top });
        check(new PointLanes { X = bottom, Y = top, Z = top, T = top }, new CachedLanes { Sum = top, Difference = bottom, Z2 = top, T2d = bottom });
        for (int done = 0; done < Times; done += Width.Lanes)
        {
            check(
                new PointLanes { X = Draw(random, Unit), Y = Draw(random, Unit), Z = Draw(random, Unit), T = Draw(random, Unit) },
                new CachedLanes { Sum = Draw(random, Unit), Difference = Draw(random, Unit), Z2 = Draw(random, Unit), T2d = Draw(random, Unit) });
        }
    }

    /// <summary>X = EF, Y = GH, Z = FG, T = EH, all carried.</summary>
    private static void AssertEach(PointLanes r, Func<int, (BigInteger E, BigInteger G, BigInteger H, BigInteger F)> expected)
    {
        Assert.True(Math.Max(Math.Max(Largest(r.X), Largest(r.Y)), Math.Max(Largest(r.Z), Largest(r.T))) <= Unit);
        for (int lane = 0; lane < Width.Lanes; lane++)
        {
            (BigInteger e, BigInteger g, BigInteger h, BigInteger f) = expected(lane);
            Assert.Equal(Mod(e * f), Value(r.X, lane));
            Assert.Equal(Mod(g * h), Value(r.Y, lane));
            Assert.Equal(Mod(f * g), Value(r.Z, lane));
            Assert.Equal(Mod(e * h), Value(r.T, lane));
        }
    }
}
