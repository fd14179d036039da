using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using BlacklistExchange.Protocol.Groups.Edwards25519;
using BlacklistExchange.Protocol.Groups.ScalarField25519;

namespace BlacklistExchange.Protocol.Groups.Lanes8;

/// <summary>
/// Sums of many points times many scalars in variable time, for public points and public scalars only: Pippenger's buckets, a window of the scalars a lane. Every point
/// is added in all lanes at once, in each to the bucket of that lane's digit.
/// </summary>
/// <remarks>
/// Lane j holds windows j·passes to (j+1)·passes - 1, and a pass takes one window of each lane: so the passes of a lane are joined by doublings in the lane, and lanes at
/// the end. A bucket is a row of its own, so that lanes reach different buckets: rows are gathered into lanes and back by turning squares of words over.
/// </remarks>
internal static class PublicSum
{
    private const int ScalarBits = 253;

    /// <summary>Words in a row: the twenty limbs of a point, and four more, so that a row is whole squares and whole cache lines.</summary>
    private const int RowWords = 24;

    /// <summary>The sum of scalars[i] · points[i].</summary>
    public static EdwardsPoint Run(LaneMemory memory, ReadOnlySpan<Sc64> scalars, ReadOnlySpan<EdwardsPoint> points)
    {
        ref Workspace w = ref memory.Workspace;
        Plan plan = Plan.For(points.Length);
        Span<double> room = memory.Room<double>(RowWords * (points.Length + Width.Lanes + (plan.Rows * Width.Lanes)));
        Span<double> cached = room[..(RowWords * (points.Length + Width.Lanes))], buckets = room[cached.Length..];
        CachePoints(ref w, points, cached);
        short[] digits = new short[points.Length * plan.Windows];
        for (int i = 0; i < points.Length; i++)
        {
            SignedDigits(scalars[i], plan.Bits, digits.AsSpan(i * plan.Windows, plan.Windows));
        }

        bool isAffine = IsAffine(points);
        PointLanes.SetNeutral(ref w.Point);
        for (int pass = plan.Passes - 1; pass >= 0; pass--)
        {
            for (int bit = 0; bit < plan.Bits; bit++)
            {
                PointFormulas.Double(ref w.Point, in w.Point, withT: bit == plan.Bits - 1, ref w.Formulas);
            }

            FillBuckets(ref w, plan, pass, digits, cached, buckets, isAffine);
            AddWeighted(ref w, plan, buckets);
        }

        return JoinLanes(ref w, plan.Bits * plan.Passes);
    }

    /// <summary>How many bits a window has and how often the lanes pass over all points: what costs the fewest additions.</summary>
    private readonly record struct Plan(int Bits, int Passes)
    {
        public int Windows => Passes * Width.Lanes;

        /// <summary>Rows of buckets in a lane: one for every magnitude, and one for zero, whose content nobody reads.</summary>
        public int Rows => (1 << (Bits - 1)) + 1;

        public static Plan For(int points)
        {
            Plan best = default;
            int least = int.MaxValue;
            for (int bits = 2; bits <= 12; bits++)
            {
                Plan plan = new(bits, (ScalarBits + 1 + (bits * Width.Lanes) - 1) / (bits * Width.Lanes));
                int additions = plan.Passes * (points + (1 << bits));
                (best, least) = additions < least ? (plan, additions) : (best, least);
            }

            return best;
        }
    }

    /// <summary>Writes every point as the row of a second operand.</summary>
    private static void CachePoints(ref Workspace w, ReadOnlySpan<EdwardsPoint> points, Span<double> rows)
    {
        Span<int> places = stackalloc int[Width.Lanes];
        for (int start = 0; start < points.Length; start += Width.Lanes)
        {
            LaneArithmetic.Load(ref w.Point, ref w, points[start..Math.Min(start + Width.Lanes, points.Length)]);
            PointFormulas.Cache(ref Unsafe.As<Vector512<double>, CachedLanes>(ref w.Squares[0]), in w.Point);
            for (int lane = 0; lane < Width.Lanes; lane++)
            {
                places[lane] = RowWords * (start + lane);
            }

            Scatter(ref w, rows, places);
        }
    }

    /// <summary>Adds every point to the bucket of its digit in each lane's window of this pass.</summary>
    private static void FillBuckets(ref Workspace w, Plan plan, int pass, ReadOnlySpan<short> digits, ReadOnlySpan<double> cached, Span<double> buckets, bool isAffine)
    {
        SetNeutral(buckets);
        Span<int> places = stackalloc int[Width.Lanes];
        Span<long> signs = stackalloc long[Width.Lanes];
        for (int point = 0; point * plan.Windows < digits.Length; point++)
        {
            for (int lane = 0; lane < Width.Lanes; lane++)
            {
                int digit = digits[(point * plan.Windows) + (lane * plan.Passes) + pass], sign = digit >> 31;
                places[lane] = RowWords * ((lane * plan.Rows) + ((digit ^ sign) - sign));
                signs[lane] = sign;
            }

            Broadcast(ref w.Selected, cached.Slice(point * RowWords, RowWords), Vector512.Create<long>(signs).AsUInt64());
            ref PointLanes bucket = ref Gather(ref w, buckets, places);
            if (isAffine)
            {
                PointFormulas.AddAffine(ref bucket, in bucket, in w.Selected, ref w.Formulas);
            }
            else
            {
                PointFormulas.Add(ref bucket, in bucket, in w.Selected, withT: true, ref w.Formulas);
            }

            Scatter(ref w, buckets, places);
        }
    }

    /// <summary>Adds 1 · bucket 1 + 2 · bucket 2 + … of every lane to the sum, by running totals from the highest.</summary>
    private static void AddWeighted(ref Workspace w, Plan plan, Span<double> buckets)
    {
        Span<int> places = stackalloc int[Width.Lanes];
        PointLanes.SetNeutral(ref w.Multiple);
        for (int row = plan.Rows - 1; row > 0; row--)
        {
            for (int lane = 0; lane < Width.Lanes; lane++)
            {
                places[lane] = RowWords * ((lane * plan.Rows) + row);
            }

            PointFormulas.Cache(ref w.Selected, in Gather(ref w, buckets, places));
            PointFormulas.Add(ref w.Multiple, in w.Multiple, in w.Selected, withT: true, ref w.Formulas);
            PointFormulas.Cache(ref w.Selected, in w.Multiple);
            PointFormulas.Add(ref w.Point, in w.Point, in w.Selected, withT: true, ref w.Formulas);
        }
    }

    /// <summary>The sum over the lanes, lane j times 2^(j·shift): every odd lane is doubled onto its even neighbour until one is left.</summary>
    private static EdwardsPoint JoinLanes(ref Workspace w, int shift)
    {
        Span<EdwardsPoint> low = stackalloc EdwardsPoint[Width.Lanes], high = stackalloc EdwardsPoint[Width.Lanes];
        LaneArithmetic.Store(ref w, low, in w.Point);
        for (int count = Width.Lanes / 2; count > 0; count /= 2, shift *= 2)
        {
            for (int i = 0; i < count; i++)
            {
                high[i] = low[(2 * i) + 1];
                low[i] = low[2 * i];
            }

            LaneArithmetic.Load(ref w.Point, ref w, high[..count]);
            for (int bit = 0; bit < shift; bit++)
            {
                PointFormulas.Double(ref w.Point, in w.Point, withT: bit == shift - 1, ref w.Formulas);
            }

            PointFormulas.Cache(ref w.Selected, in w.Point);
            LaneArithmetic.Load(ref w.Point, ref w, low[..count]);
            PointFormulas.Add(ref w.Point, in w.Point, in w.Selected, withT: true, ref w.Formulas);
            LaneArithmetic.Store(ref w, low[..count], in w.Point);
        }

        return low[0];
    }

    /// <summary>One row in all lanes, negated in the lanes whose sign is all ones.</summary>
    private static void Broadcast(ref CachedLanes r, ReadOnlySpan<double> row, Vector512<ulong> negative)
    {
        ref Vector512<double> result = ref Unsafe.As<CachedLanes, Vector512<double>>(ref r);
        Vector512<double> sign = (negative & Vector512.Create(1UL << 63)).AsDouble();
        for (int limb = 0; limb < 5; limb++)
        {
            Vector512<double> sum = Vector512.Create(row[limb]), difference = Vector512.Create(row[5 + limb]);
            Unsafe.Add(ref result, limb) = Vector512.ConditionalSelect(negative.AsDouble(), difference, sum);
            Unsafe.Add(ref result, 5 + limb) = Vector512.ConditionalSelect(negative.AsDouble(), sum, difference);
            Unsafe.Add(ref result, 10 + limb) = Vector512.Create(row[10 + limb]);
            Unsafe.Add(ref result, 15 + limb) = Vector512.Create(row[15 + limb]) ^ sign;
        }
    }

    /// <summary>Reads one row a lane, from its place, as points in lanes. They lie in the workspace until the next call here.</summary>
    private static ref PointLanes Gather(ref Workspace w, Span<double> rows, Span<int> places)
    {
        for (int word = 0; word < RowWords; word += Width.Lanes)
        {
            Width.LoadSquare(ref w.Squares[word], ref rows[word], ref places[0]);
        }

        return ref Unsafe.As<Vector512<double>, PointLanes>(ref w.Squares[0]);
    }

    /// <summary>Writes what lies there back, a lane to its place.</summary>
    private static void Scatter(ref Workspace w, Span<double> rows, Span<int> places)
    {
        for (int word = 0; word < RowWords; word += Width.Lanes)
        {
            Width.StoreSquare(ref rows[word], ref places[0], ref w.Squares[word]);
        }
    }

    /// <summary>True if every Z is one, as decoding leaves it: additions then cost a product less.</summary>
    private static bool IsAffine(ReadOnlySpan<EdwardsPoint> points)
    {
        foreach (ref readonly EdwardsPoint point in points)
        {
            if ((point.Z.L0 ^ 1 | point.Z.L1 | point.Z.L2 | point.Z.L3 | point.Z.L4) != 0)
            {
                return false;
            }
        }

        return true;
    }

    private static void SetNeutral(Span<double> rows)
    {
        rows.Clear();
        for (int start = 0; start < rows.Length; start += RowWords)
        {
            // Y and Z are one.
            rows[start + 5] = 1;
            rows[start + 10] = 1;
        }
    }

    /// <summary>Digits from -(2^(bits - 1) - 1) to 2^(bits - 1), least significant first; those above the scalar are zero.</summary>
    private static void SignedDigits(in Sc64 scalar, int bits, Span<short> digits)
    {
        // Two words more than a scalar, for the windows that reach beyond it. A window of at most twelve bits lies in any four bytes that begin with its first.
        ReadOnlySpan<ulong> words = [scalar.L0, scalar.L1, scalar.L2, scalar.L3, 0, 0];
        ref readonly byte bytes = ref MemoryMarshal.GetReference(MemoryMarshal.AsBytes(words));
        int half = 1 << (bits - 1), carry = 0;
        for (int i = 0; i < digits.Length; i++)
        {
            int position = Math.Min(i * bits, 256);
            uint window = Unsafe.ReadUnaligned<uint>(in Unsafe.Add(ref Unsafe.AsRef(in bytes), position >> 3)) >> (position & 7);
            int digit = (int)(window & ((1u << bits) - 1)) + carry;
            carry = digit > half ? 1 : 0;
            digits[i] = (short)(digit - (carry << bits));
        }
    }
}
