using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using BlacklistExchange.Protocol.Groups.ScalarField25519;

namespace BlacklistExchange.Protocol.Groups.Edwards25519;

/// <summary>Multiplication by a secret scalar: 64 signed four-bit digits, a table of 1P to 8P, every entry read for every digit. Constant time.</summary>
internal static class SecretMultiplication
{
    /// <summary>Digits in a scalar.</summary>
    public const int Digits = 64;

    private const int TableSize = 8;
    private const int WordPairs = 10;

    /// <summary>Writes a scalar as digits from -8 to 7, least significant first. Needs a scalar below 2^254.</summary>
    public static void Recode(in Sc64 scalar, Span<sbyte> digits)
    {
        Span<ulong> words = [scalar.L0, scalar.L1, scalar.L2, scalar.L3];
        int carry = 0;
        for (int i = 0; i < Digits; i++)
        {
            int digit = (int)((words[i >> 4] >> (4 * (i & 15))) & 15) + carry;
            carry = (digit + 8) >> 4;
            digits[i] = (sbyte)(digit - (carry << 4));
        }

        Debug.Assert(carry == 0, "The scalar is not below 2^254.");
        words.Clear();
    }

    /// <summary>r = scalar · p, T included.</summary>
    [SkipLocalsInit]
    public static void Multiply(ref EdwardsPoint r, in EdwardsPoint p, ReadOnlySpan<sbyte> digits)
    {
        Span<CachedPoint> table = stackalloc CachedPoint[TableSize];
        FillTable(table, p);
        EdwardsPoint sum = EdwardsPoint.Identity;
        Select(out CachedPoint selected, table, digits[Digits - 1]);
        EdwardsFormulas.Add(ref sum, sum, selected, withT: false);
        for (int i = Digits - 2; i >= 0; i--)
        {
            EdwardsFormulas.Double(ref sum, sum, withT: false);
            EdwardsFormulas.Double(ref sum, sum, withT: false);
            EdwardsFormulas.Double(ref sum, sum, withT: false);
            EdwardsFormulas.Double(ref sum, sum, withT: true);
            Select(out selected, table, digits[i]);
            EdwardsFormulas.Add(ref sum, sum, selected, withT: i == 0);
        }

        r = sum;
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(table));
        selected = default;
        sum = default;
    }

    private static void FillTable(Span<CachedPoint> table, in EdwardsPoint p)
    {
        EdwardsPoint multiple = p;
        EdwardsFormulas.Cache(out table[0], p);
        for (int i = 1; i < TableSize; i++)
        {
            EdwardsFormulas.Add(ref multiple, multiple, table[0], withT: true);
            EdwardsFormulas.Cache(out table[i], multiple);
        }
    }

    /// <summary>r = digit · P from the table, reading all of it.</summary>
    [SkipLocalsInit]
    private static void Select(out CachedPoint r, ReadOnlySpan<CachedPoint> table, int digit)
    {
        int sign = digit >> 31;
        ulong magnitude = (ulong)((digit ^ sign) - sign);
        r = CachedPoint.Identity;
        Span<Vector128<ulong>> masks = stackalloc Vector128<ulong>[TableSize];
        for (int j = 0; j < TableSize; j++)
        {
            masks[j] = Vector128.Create(EqualMask(magnitude, (ulong)j + 1));
        }

        Vector128<ulong> keep = Vector128.Create(EqualMask(magnitude, 0));
        ref Vector128<ulong> result = ref Unsafe.As<CachedPoint, Vector128<ulong>>(ref r);
        ref Vector128<ulong> entries = ref Unsafe.As<CachedPoint, Vector128<ulong>>(ref MemoryMarshal.GetReference(table));
        for (int word = 0; word < WordPairs; word++)
        {
            ref Vector128<ulong> entry = ref Unsafe.Add(ref entries, word);
            Vector128<ulong> any = Unsafe.Add(ref result, word) & keep;
            any |= entry & masks[0];
            any |= Unsafe.Add(ref entry, 1 * WordPairs) & masks[1];
            any |= Unsafe.Add(ref entry, 2 * WordPairs) & masks[2];
            any |= Unsafe.Add(ref entry, 3 * WordPairs) & masks[3];
            any |= Unsafe.Add(ref entry, 4 * WordPairs) & masks[4];
            any |= Unsafe.Add(ref entry, 5 * WordPairs) & masks[5];
            any |= Unsafe.Add(ref entry, 6 * WordPairs) & masks[6];
            any |= Unsafe.Add(ref entry, 7 * WordPairs) & masks[7];
            Unsafe.Add(ref result, word) = any;
        }

        EdwardsFormulas.NegateWhere(ref r, (ulong)(long)sign);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong EqualMask(ulong a, ulong b) => 0UL - (((a ^ b) - 1) >> 63);
}
