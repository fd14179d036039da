using System.Numerics;
using BlacklistExchange.Protocol.Groups.ScalarField25519;

namespace BlacklistExchange.Protocol.Groups.Edwards25519;

/// <summary>Sums of many points times many scalars in variable time, for public points and public scalars only: Straus below 128 points, Pippenger from there.</summary>
internal static class PublicMultiplication
{
    private const int BucketsFrom = 128;
    private const int OddMultiples = 8;
    private const int ScalarBits = 253;

    /// <summary>The sum of scalars[i] · points[i].</summary>
    public static EdwardsPoint Sum(ReadOnlySpan<Sc64> scalars, ReadOnlySpan<EdwardsPoint> points) =>
        points.Length < BucketsFrom ? Straus(scalars, points) : Pippenger(scalars, points);

    /// <summary>Interleaved width-5 non-adjacent forms: one chain of doublings shared by all points.</summary>
    internal static EdwardsPoint Straus(ReadOnlySpan<Sc64> scalars, ReadOnlySpan<EdwardsPoint> points)
    {
        const int Positions = ScalarBits + 1;
        CachedPoint[] tables = new CachedPoint[points.Length * OddMultiples];
        sbyte[] forms = new sbyte[points.Length * Positions];
        for (int i = 0; i < points.Length; i++)
        {
            FillOddMultiples(tables.AsSpan(i * OddMultiples, OddMultiples), points[i]);
            NonAdjacentForm(scalars[i], forms.AsSpan(i * Positions, Positions));
        }

        EdwardsPoint sum = EdwardsPoint.Identity;
        for (int position = Positions - 1; position >= 0; position--)
        {
            EdwardsFormulas.Double(ref sum, sum, withT: true);
            for (int i = 0; i < points.Length; i++)
            {
                int digit = forms[(i * Positions) + position];
                if (digit != 0)
                {
                    AddSigned(ref sum, tables[(i * OddMultiples) + (Math.Abs(digit) >> 1)], digit < 0);
                }
            }
        }

        return sum;
    }

    /// <summary>Buckets: every window adds each point once to the bucket of its signed digit, and the buckets are summed by running totals.</summary>
    internal static EdwardsPoint Pippenger(ReadOnlySpan<Sc64> scalars, ReadOnlySpan<EdwardsPoint> points)
    {
        int window = Math.Clamp(BitOperations.Log2((uint)Math.Max(points.Length, 1)) - 2, 4, 12);
        int windows = (ScalarBits / window) + 1;
        CachedPoint[] cached = new CachedPoint[points.Length];
        short[] digits = new short[points.Length * windows];
        for (int i = 0; i < points.Length; i++)
        {
            EdwardsFormulas.Cache(out cached[i], points[i]);
            SignedDigits(scalars[i], window, digits.AsSpan(i * windows, windows));
        }

        EdwardsPoint[] buckets = new EdwardsPoint[1 << (window - 1)];
        EdwardsPoint sum = EdwardsPoint.Identity;
        for (int w = windows - 1; w >= 0; w--)
        {
            for (int i = 0; i < window; i++)
            {
                EdwardsFormulas.Double(ref sum, sum, withT: i == window - 1);
            }

            Array.Fill(buckets, EdwardsPoint.Identity);
            for (int i = 0; i < points.Length; i++)
            {
                int digit = digits[(i * windows) + w];
                if (digit != 0)
                {
                    AddSigned(ref buckets[Math.Abs(digit) - 1], cached[i], digit < 0);
                }
            }

            EdwardsFormulas.Add(ref sum, sum, Weigh(buckets));
        }

        return sum;
    }

    /// <summary>1 · bucket 0 + 2 · bucket 1 + …</summary>
    private static EdwardsPoint Weigh(ReadOnlySpan<EdwardsPoint> buckets)
    {
        EdwardsPoint running = EdwardsPoint.Identity, total = EdwardsPoint.Identity;
        for (int i = buckets.Length - 1; i >= 0; i--)
        {
            EdwardsFormulas.Add(ref running, running, buckets[i]);
            EdwardsFormulas.Add(ref total, total, running);
        }

        return total;
    }

    private static void AddSigned(ref EdwardsPoint sum, in CachedPoint point, bool negative)
    {
        if (!negative)
        {
            EdwardsFormulas.Add(ref sum, sum, point, withT: true);
            return;
        }

        CachedPoint minus = point;
        EdwardsFormulas.NegateWhere(ref minus, ulong.MaxValue);
        EdwardsFormulas.Add(ref sum, sum, minus, withT: true);
    }

    private static void FillOddMultiples(Span<CachedPoint> table, in EdwardsPoint p)
    {
        EdwardsPoint multiple = p, twice = default;
        EdwardsFormulas.Double(ref twice, p, withT: true);
        EdwardsFormulas.Cache(out CachedPoint step, twice);
        for (int i = 0; i < OddMultiples; i++)
        {
            EdwardsFormulas.Cache(out table[i], multiple);
            EdwardsFormulas.Add(ref multiple, multiple, step, withT: true);
        }
    }

    private static void NonAdjacentForm(in Sc64 scalar, Span<sbyte> form)
    {
        int carry = 0;
        for (int position = 0; position < form.Length;)
        {
            int low = Bits(scalar, position, 5) + carry;
            if ((low & 1) == 0)
            {
                position++;
                continue;
            }

            carry = low > 16 ? 1 : 0;
            form[position] = (sbyte)(low - (carry << 5));
            position += 5;
        }
    }

    private static void SignedDigits(in Sc64 scalar, int window, Span<short> digits)
    {
        int half = 1 << (window - 1), carry = 0;
        for (int i = 0; i < digits.Length; i++)
        {
            int digit = Bits(scalar, i * window, window) + carry;
            carry = digit > half ? 1 : 0;
            digits[i] = (short)(digit - (carry << window));
        }
    }

    private static int Bits(in Sc64 scalar, int position, int count)
    {
        ReadOnlySpan<ulong> words = [scalar.L0, scalar.L1, scalar.L2, scalar.L3, 0, 0];
        int word = position >> 6, shift = position & 63;
        ulong value = words[word] >> shift;
        if (shift + count > 64)
        {
            value |= words[word + 1] << (64 - shift);
        }

        return (int)(value & ((1UL << count) - 1));
    }
}
