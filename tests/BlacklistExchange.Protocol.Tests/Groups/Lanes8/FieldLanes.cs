using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using BlacklistExchange.Protocol.Groups.Lanes8;

namespace BlacklistExchange.Protocol.Tests.Groups.Lanes8;

/// <summary>The oracle: elements in lanes as big integers, and elements whose limbs lie at a bound.</summary>
internal static class FieldLanes
{
    /// <summary>What a carried limb may be: the one unit of <see cref="FeLanes"/>.</summary>
    public const long Unit = (1L << 50) + (1L << 13);

    public static Span<double> Limbs(ref FeLanes a) => MemoryMarshal.Cast<FeLanes, double>(MemoryMarshal.CreateSpan(ref a, 1));

    public static Span<long> Limbs(ref Columns a) => MemoryMarshal.Cast<Columns, long>(MemoryMarshal.CreateSpan(ref a, 1));

    /// <summary>Every limb up to the bound in magnitude: in every lane all at it, all at its negative, in turns, beside it, or anything.</summary>
    public static FeLanes Draw(Random random, long bound)
    {
        FeLanes r = default;
        Span<double> limbs = Limbs(ref r);
        for (int lane = 0; lane < Width.Lanes; lane++)
        {
            int pattern = random.Next(8);
            for (int limb = 0; limb < 5; limb++)
            {
                limbs[(limb * Width.Lanes) + lane] = Limb(random, pattern, limb, bound);
            }
        }

        return r;
    }

    /// <summary>The same limb everywhere.</summary>
    public static FeLanes Fill(double limb)
    {
        FeLanes r = default;
        Limbs(ref r).Fill(limb);
        return r;
    }

    /// <summary>One value in every lane: limbs of magnitude up to 2^50 but for the highest, which takes what is left.</summary>
    public static FeLanes Everywhere(BigInteger value)
    {
        FeLanes r = default;
        for (int limb = 0; limb < 5; limb++)
        {
            BigInteger low = limb == 4 ? value : ((value + (BigInteger.One << 50)) & ((BigInteger.One << 51) - 1)) - (BigInteger.One << 50);
            Limbs(ref r).Slice(limb * Width.Lanes, Width.Lanes).Fill((double)low);
            value = (value - low) >> 51;
        }

        return r;
    }

    /// <summary>The value of a lane modulo p.</summary>
    public static BigInteger Value(FeLanes a, int lane) => Value(lane, i => (BigInteger)Limbs(ref a)[i]);

    public static BigInteger Value(Columns a, int lane) => Value(lane, i => Limbs(ref a)[i]);

    /// <summary>The number in four rows of words.</summary>
    public static BigInteger Value(ReadOnlySpan<Vector512<ulong>> words, int lane) =>
        words[0][lane] + ((BigInteger)words[1][lane] << 64) + ((BigInteger)words[2][lane] << 128) + ((BigInteger)words[3][lane] << 192);

    /// <summary>The largest magnitude of a limb.</summary>
    public static double Largest(FeLanes a) => MaxMagnitude(Limbs(ref a));

    public static long Largest(Columns a) => MaxMagnitude(Limbs(ref a));

    private static T MaxMagnitude<T>(ReadOnlySpan<T> numbers)
        where T : INumber<T>
    {
        T largest = T.Zero;
        foreach (T number in numbers)
        {
            largest = T.Max(largest, T.Abs(number));
        }

        return largest;
    }

    private static BigInteger Value(int lane, Func<int, BigInteger> limb)
    {
        BigInteger value = 0;
        for (int i = 4; i >= 0; i--)
        {
            value = (value << 51) + limb((i * Width.Lanes) + lane);
        }

        return Field25519.FieldArithmetic.Mod(value);
    }

    private static double Limb(Random random, int pattern, int limb, long bound) => pattern switch
    {
        0 => bound,
        1 => -bound,
        2 => (limb & 1) == 0 ? bound : -bound,
        3 => random.Next(2) == 0 ? bound : -bound,
        4 => (random.Next(2) == 0 ? 1 : -1) * (bound - random.Next(4)),
        5 => random.Next(-1, 2),
        _ => random.NextInt64(-bound, bound + 1),
    };
}
