using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using BlacklistExchange.Protocol.Groups.Field25519;

namespace BlacklistExchange.Protocol.Groups.Lanes8;

/// <summary>
/// One element of GF(2^255 - 19) a lane: five limbs of weight 2^(51·k), signed integers held in doubles.
/// </summary>
/// <remarks>
/// A limb is <em>carried</em> if its magnitude is at most one unit, 2^50 + 2^13. Products and <see cref="Carry"/> leave carried limbs; <see cref="AddLazily"/> and
/// <see cref="SubtractLazily"/> of carried operands leave two units. Every method says what it takes. All limbs are integers far below 2^53, so sums are exact.
/// </remarks>
internal struct FeLanes
{
    private const ulong Mask = (1UL << 51) - 1;

    /// <summary>The bits of 2^52: a 52-bit integer put beneath them is that integer above 2^52, as a double.</summary>
    private const ulong TwoTo52Bits = 0x4330000000000000;

    /// <summary>The bits of 1.5·2^52: the same for signed integers of magnitude up to 2^51.</summary>
    private const ulong Signed52Bits = 0x4338000000000000;

    public Vector512<double> L0;
    public Vector512<double> L1;
    public Vector512<double> L2;
    public Vector512<double> L3;
    public Vector512<double> L4;

    /// <summary>The same element in every lane.</summary>
    public static FeLanes Broadcast(in Fe51 a)
    {
        Unsafe.SkipInit(out FeLanes r);
        LoadLimbs(ref r, Vector512.Create(a.L0), Vector512.Create(a.L1), Vector512.Create(a.L2), Vector512.Create(a.L3), Vector512.Create(a.L4));
        return r;
    }

    /// <summary>r from four rows of little-endian words, a lane a column: 256 bits each, of which the topmost is ignored (RFC 9496 §4.3.4). Carried.</summary>
    public static void LoadWords(ref FeLanes r, ref readonly Vector512<ulong> words)
    {
        Vector512<ulong> w0 = words, w1 = Unsafe.Add(ref Unsafe.AsRef(in words), 1), w2 = Unsafe.Add(ref Unsafe.AsRef(in words), 2), w3 = Unsafe.Add(ref Unsafe.AsRef(in words), 3);
        Vector512<ulong> mask = Vector512.Create(Mask);
        LoadLimbs(ref r, w0 & mask, ((w0 >>> 51) | (w1 << 13)) & mask, ((w1 >>> 38) | (w2 << 26)) & mask, ((w2 >>> 25) | (w3 << 39)) & mask, (w3 >>> 12) & mask);
    }

    /// <summary>r from unsigned limbs below 2^52. Carried.</summary>
    public static void LoadLimbs(ref FeLanes r, Vector512<ulong> l0, Vector512<ulong> l1, Vector512<ulong> l2, Vector512<ulong> l3, Vector512<ulong> l4) =>
        Carry(ref r, ToDouble(l0), ToDouble(l1), ToDouble(l2), ToDouble(l3), ToDouble(l4));

    /// <summary>The canonical value, below p, as four rows of little-endian words. Takes carried limbs.</summary>
    public static void StoreWords(ref Vector512<ulong> words, ref readonly FeLanes a)
    {
        Canonical(in a, out Vector512<ulong> l0, out Vector512<ulong> l1, out Vector512<ulong> l2, out Vector512<ulong> l3, out Vector512<ulong> l4);
        words = l0 | (l1 << 51);
        Unsafe.Add(ref words, 1) = (l1 >>> 13) | (l2 << 38);
        Unsafe.Add(ref words, 2) = (l2 >>> 26) | (l3 << 25);
        Unsafe.Add(ref words, 3) = (l3 >>> 39) | (l4 << 12);
    }

    /// <summary>The value as five rows of unsigned limbs below 2^51 + 2^5, tight as <see cref="Fe51"/> wants them. Takes carried limbs.</summary>
    public static void StoreLimbs(ref Vector512<ulong> limbs, ref readonly FeLanes a)
    {
        Positive(in a, out Vector512<ulong> l0, out Vector512<ulong> l1, out Vector512<ulong> l2, out Vector512<ulong> l3, out Vector512<ulong> l4);
        Vector512<ulong> mask = Vector512.Create(Mask);
        limbs = (l0 & mask) + Width.Times19(l4 >>> 51);
        Unsafe.Add(ref limbs, 1) = (l1 & mask) + (l0 >>> 51);
        Unsafe.Add(ref limbs, 2) = (l2 & mask) + (l1 >>> 51);
        Unsafe.Add(ref limbs, 3) = (l3 & mask) + (l2 >>> 51);
        Unsafe.Add(ref limbs, 4) = (l4 & mask) + (l3 >>> 51);
    }

    /// <summary>r = a + b, carried. Takes limbs up to two units.</summary>
    public static void Add(ref FeLanes r, ref readonly FeLanes a, ref readonly FeLanes b) => Carry(ref r, a.L0 + b.L0, a.L1 + b.L1, a.L2 + b.L2, a.L3 + b.L3, a.L4 + b.L4);

    /// <summary>r = a - b, carried. Takes limbs up to two units.</summary>
    public static void Subtract(ref FeLanes r, ref readonly FeLanes a, ref readonly FeLanes b) => Carry(ref r, a.L0 - b.L0, a.L1 - b.L1, a.L2 - b.L2, a.L3 - b.L3, a.L4 - b.L4);

    /// <summary>r = a + b in two units, of carried operands. Two such sums must never meet in a product.</summary>
    public static void AddLazily(ref FeLanes r, ref readonly FeLanes a, ref readonly FeLanes b)
    {
        r.L0 = a.L0 + b.L0;
        r.L1 = a.L1 + b.L1;
        r.L2 = a.L2 + b.L2;
        r.L3 = a.L3 + b.L3;
        r.L4 = a.L4 + b.L4;
    }

    /// <summary>r = a - b in two units, of carried operands. Two such differences must never meet in a product.</summary>
    public static void SubtractLazily(ref FeLanes r, ref readonly FeLanes a, ref readonly FeLanes b)
    {
        r.L0 = a.L0 - b.L0;
        r.L1 = a.L1 - b.L1;
        r.L2 = a.L2 - b.L2;
        r.L3 = a.L3 - b.L3;
        r.L4 = a.L4 - b.L4;
    }

    /// <summary>r = -a; as many units as before.</summary>
    public static void Negate(ref FeLanes r, ref readonly FeLanes a)
    {
        r.L0 = -a.L0;
        r.L1 = -a.L1;
        r.L2 = -a.L2;
        r.L3 = -a.L3;
        r.L4 = -a.L4;
    }

    /// <summary>r = b in the lanes where the mask is all ones, a where it is zero.</summary>
    public static void Select(ref FeLanes r, ref readonly FeLanes a, ref readonly FeLanes b, Vector512<ulong> mask)
    {
        Vector512<double> chosen = mask.AsDouble();
        r.L0 = Vector512.ConditionalSelect(chosen, b.L0, a.L0);
        r.L1 = Vector512.ConditionalSelect(chosen, b.L1, a.L1);
        r.L2 = Vector512.ConditionalSelect(chosen, b.L2, a.L2);
        r.L3 = Vector512.ConditionalSelect(chosen, b.L3, a.L3);
        r.L4 = Vector512.ConditionalSelect(chosen, b.L4, a.L4);
    }

    /// <summary>a = -a in the lanes where the mask is all ones: the sign bit of every limb turned over.</summary>
    public static void NegateWhere(ref FeLanes a, Vector512<ulong> mask)
    {
        Vector512<double> sign = (mask & Vector512.Create(1UL << 63)).AsDouble();
        a.L0 ^= sign;
        a.L1 ^= sign;
        a.L2 ^= sign;
        a.L3 ^= sign;
        a.L4 ^= sign;
    }

    /// <summary>a = |a|: negated where IS_NEGATIVE (RFC 9496 §3.1), that is where the canonical value is odd. Takes carried limbs.</summary>
    public static void Absolute(ref FeLanes a) => NegateWhere(ref a, NegativeMask(ref a));

    /// <summary>All ones in the lanes whose canonical value is odd. Takes carried limbs.</summary>
    public static Vector512<ulong> NegativeMask(ref readonly FeLanes a)
    {
        Canonical(in a, out Vector512<ulong> l0, out _, out _, out _, out _);
        return Vector512<ulong>.Zero - (l0 & Vector512<ulong>.One);
    }

    /// <summary>All ones in the lanes that are zero modulo p. Takes carried limbs.</summary>
    public static Vector512<ulong> ZeroMask(ref readonly FeLanes a)
    {
        Canonical(in a, out Vector512<ulong> l0, out Vector512<ulong> l1, out Vector512<ulong> l2, out Vector512<ulong> l3, out Vector512<ulong> l4);
        return Vector512.Equals(l0 | l1 | l2 | l3 | l4, Vector512<ulong>.Zero);
    }

    /// <summary>
    /// Carries every limb once, side by side. Adding 1.5·2^103 rounds to a multiple of 2^51, which is the carry; taking it away again leaves at most 2^50. Takes any
    /// integers below 2^53; the carries are then at most 4, and 19·4 into the lowest limb.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Carry(ref FeLanes r, Vector512<double> x0, Vector512<double> x1, Vector512<double> x2, Vector512<double> x3, Vector512<double> x4)
    {
        Vector512<double> round = Vector512.Create(FeProduct.High), down = Vector512.Create(1.0 / (1L << 51));
        Vector512<double> c0 = (x0 + round) - round, c1 = (x1 + round) - round, c2 = (x2 + round) - round, c3 = (x3 + round) - round, c4 = (x4 + round) - round;
        r.L0 = Vector512.FusedMultiplyAdd(c4, Vector512.Create(19.0 / (1L << 51)), x0 - c0);
        r.L1 = Vector512.FusedMultiplyAdd(c0, down, x1 - c1);
        r.L2 = Vector512.FusedMultiplyAdd(c1, down, x2 - c2);
        r.L3 = Vector512.FusedMultiplyAdd(c2, down, x3 - c3);
        r.L4 = Vector512.FusedMultiplyAdd(c3, down, x4 - c4);
    }

    /// <summary>Limbs of the value below p: carries bring a + p below 2^255, and p is taken away where adding 19 would pass that.</summary>
    private static void Canonical(
        ref readonly FeLanes a, out Vector512<ulong> l0, out Vector512<ulong> l1, out Vector512<ulong> l2, out Vector512<ulong> l3, out Vector512<ulong> l4)
    {
        Positive(in a, out l0, out l1, out l2, out l3, out l4);
        Vector512<ulong> carry = CarryUp(ref l0, ref l1, ref l2, ref l3, ref l4);
        l0 += Width.Times19(carry);
        carry = (l0 + Vector512.Create(19UL)) >>> 51;
        carry = (l1 + carry) >>> 51;
        carry = (l2 + carry) >>> 51;
        carry = (l3 + carry) >>> 51;
        carry = (l4 + carry) >>> 51;
        l0 += Width.Times19(carry);
        _ = CarryUp(ref l0, ref l1, ref l2, ref l3, ref l4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> CarryUp(ref Vector512<ulong> l0, ref Vector512<ulong> l1, ref Vector512<ulong> l2, ref Vector512<ulong> l3, ref Vector512<ulong> l4)
    {
        Vector512<ulong> mask = Vector512.Create(Mask);
        l1 += l0 >>> 51;
        l2 += l1 >>> 51;
        l3 += l2 >>> 51;
        l4 += l3 >>> 51;
        Vector512<ulong> carry = l4 >>> 51;
        l0 &= mask;
        l1 &= mask;
        l2 &= mask;
        l3 &= mask;
        l4 &= mask;
        return carry;
    }

    /// <summary>Limbs of a + p, a carried: positive, since p has more than a unit in every limb, and below 2^52.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Positive(
        ref readonly FeLanes a, out Vector512<ulong> l0, out Vector512<ulong> l1, out Vector512<ulong> l2, out Vector512<ulong> l3, out Vector512<ulong> l4)
    {
        l0 = ToInteger(a.L0, Mask - 18);
        l1 = ToInteger(a.L1, Mask);
        l2 = ToInteger(a.L2, Mask);
        l3 = ToInteger(a.L3, Mask);
        l4 = ToInteger(a.L4, Mask);
    }

    /// <summary>A limb below 2^51 in magnitude as an integer in two's complement, plus the offset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> ToInteger(Vector512<double> limb, ulong offset) =>
        (limb + Vector512.Create(1.5 * (1L << 52))).AsUInt64() + Vector512.Create(unchecked(offset - Signed52Bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> ToDouble(Vector512<ulong> limb) => (limb | Vector512.Create(TwoTo52Bits)).AsDouble() - Vector512.Create((double)(1L << 52));
}
