using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BlacklistExchange.Protocol.Groups.Lanes8;

/// <summary>
/// Multiplication by secret scalars, one a lane: 64 signed four-bit digits, a table of 1P to 8P, every entry read for every digit. Constant time: no branch and no
/// address depends on a scalar or a point.
/// </summary>
internal static class Multiplication
{
    /// <summary>Digits in a scalar.</summary>
    public const int Digits = 64;

    /// <summary>The multiples 1P to 8P.</summary>
    [InlineArray(Size)]
    internal struct Table
    {
        public const int Size = 8;

        private CachedLanes first;
    }

    /// <summary>One digit of every lane's scalar in a vector, least significant first: signed, from -8 to 7.</summary>
    [InlineArray(Digits)]
    internal struct DigitRows
    {
        private Vector512<ulong> first;
    }

    /// <summary>Recodes scalars below 2^254, given as four rows of words; the highest digit then leaves no carry.</summary>
    public static void Recode(ref DigitRows digits, ref readonly Vector512<ulong> words)
    {
        Vector512<ulong> carry = default, eight = Vector512.Create(8UL), nibble = Vector512.Create(15UL);
        for (int word = 0; word < 4; word++)
        {
            Vector512<ulong> rest = Unsafe.Add(ref Unsafe.AsRef(in words), word);
            for (int i = 16 * word; i < 16 * (word + 1); i++)
            {
                Vector512<ulong> digit = (rest & nibble) + carry;
                rest >>>= 4;
                carry = (digit + eight) >>> 4;
                digits[i] = digit - (carry << 4);
            }
        }
    }

    /// <summary>Fills the table with multiples of p.</summary>
    public static void FillTable(ref Table table, ref readonly PointLanes p, ref Workspace w)
    {
        w.Multiple = p;
        PointFormulas.Cache(ref table[0], in p);
        for (int i = 1; i < Table.Size; i++)
        {
            PointFormulas.Add(ref w.Multiple, in w.Multiple, in table[0], withT: true, ref w.Formulas);
            PointFormulas.Cache(ref table[i], in w.Multiple);
        }
    }

    /// <summary>r = digits · p in every lane, from the table of p, T included. Overwrites the selected entry of the workspace.</summary>
    public static void Multiply(ref PointLanes r, ref readonly Table table, ref readonly DigitRows digits, ref Workspace w)
    {
        PointLanes.SetNeutral(ref r);
        Select(ref w.Selected, in table, digits[Digits - 1]);
        PointFormulas.Add(ref r, in r, in w.Selected, withT: false, ref w.Formulas);
        for (int i = Digits - 2; i >= 0; i--)
        {
            DoubleFourTimes(ref r, ref w);
            Select(ref w.Selected, in table, digits[i]);
            PointFormulas.Add(ref r, in r, in w.Selected, withT: i == 0, ref w.Formulas);
        }
    }

    /// <summary>r = 16·r, T included.</summary>
    public static void DoubleFourTimes(ref PointLanes r, ref Workspace w)
    {
        PointFormulas.Double(ref r, in r, withT: false, ref w.Formulas);
        PointFormulas.Double(ref r, in r, withT: false, ref w.Formulas);
        PointFormulas.Double(ref r, in r, withT: false, ref w.Formulas);
        PointFormulas.Double(ref r, in r, withT: true, ref w.Formulas);
    }

    /// <summary>r = digit · P from the table, a digit a lane, reading all of it: each entry masked by whether it is the one, and the identity for zero.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Select(ref CachedLanes r, ref readonly Table table, Vector512<ulong> digit)
    {
        Vector512<ulong> negative = Vector512.LessThan(digit.AsInt64(), Vector512<long>.Zero).AsUInt64();
        Vector512<ulong> magnitude = (digit ^ negative) - negative;
        ref Vector512<ulong> entries = ref Unsafe.As<Table, Vector512<ulong>>(ref Unsafe.AsRef(in table));
        ref Vector512<ulong> one = ref Unsafe.As<FeLanes, Vector512<ulong>>(ref Unsafe.AsRef(in FeConstants.One));
        ref Vector512<ulong> result = ref Unsafe.As<CachedLanes, Vector512<ulong>>(ref r);
        Vector512<ulong> zero = Vector512.Equals(magnitude, Vector512<ulong>.Zero), sign = negative & Vector512.Create(1UL << 63);
        for (int limb = 0; limb < 5; limb++)
        {
            // The neutral point is Sum 1, Difference 1, Z2 2 and T2d 0, and a negative one has Sum and Difference exchanged and T2d negated.
            Vector512<ulong> neutral = Unsafe.Add(ref one, limb) & zero;
            Vector512<ulong> sum = neutral | Pick(ref Unsafe.Add(ref entries, limb), magnitude), difference = neutral | Pick(ref Unsafe.Add(ref entries, 5 + limb), magnitude);
            Vector512<ulong> exchange = (sum ^ difference) & negative;
            Unsafe.Add(ref result, limb) = sum ^ exchange;
            Unsafe.Add(ref result, 5 + limb) = difference ^ exchange;
            Unsafe.Add(ref result, 10 + limb) = (neutral.AsDouble() + neutral.AsDouble()).AsUInt64() | Pick(ref Unsafe.Add(ref entries, 10 + limb), magnitude);
            Unsafe.Add(ref result, 15 + limb) = Pick(ref Unsafe.Add(ref entries, 15 + limb), magnitude) ^ sign;
        }
    }

    /// <summary>One vector of the entry of each lane's magnitude, zero for magnitude zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Pick(ref Vector512<ulong> column, Vector512<ulong> magnitude)
    {
        Vector512<ulong> any = column & Vector512.Equals(magnitude, Vector512<ulong>.One);
        any |= Unsafe.Add(ref column, 1 * PointLanes.Vectors) & Vector512.Equals(magnitude, Vector512.Create(2UL));
        any |= Unsafe.Add(ref column, 2 * PointLanes.Vectors) & Vector512.Equals(magnitude, Vector512.Create(3UL));
        any |= Unsafe.Add(ref column, 3 * PointLanes.Vectors) & Vector512.Equals(magnitude, Vector512.Create(4UL));
        any |= Unsafe.Add(ref column, 4 * PointLanes.Vectors) & Vector512.Equals(magnitude, Vector512.Create(5UL));
        any |= Unsafe.Add(ref column, 5 * PointLanes.Vectors) & Vector512.Equals(magnitude, Vector512.Create(6UL));
        any |= Unsafe.Add(ref column, 6 * PointLanes.Vectors) & Vector512.Equals(magnitude, Vector512.Create(7UL));
        any |= Unsafe.Add(ref column, 7 * PointLanes.Vectors) & Vector512.Equals(magnitude, Vector512.Create(8UL));
        return any;
    }
}
