using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace BlacklistExchange.Protocol.Groups.Field25519;

/// <summary>An element of GF(2^255 - 19): the sum of L_i · 2^(51·i), not necessarily reduced.</summary>
/// <remarks>
/// Limb bounds, by operation: a product or a decoded value is <em>tight</em> (below 2^51 + 2^17); the sum of two tight values is below 2^53;
/// <see cref="Sub"/> takes a tight subtrahend, <see cref="SubWide"/> one below 2^53 - 76. Products accept limbs below 2^54.
/// Nothing here branches or indexes on a limb's value.
/// </remarks>
internal struct Fe51
{
    private const ulong Mask = (1UL << 51) - 1;

    public ulong L0;
    public ulong L1;
    public ulong L2;
    public ulong L3;
    public ulong L4;

    public Fe51(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4)
    {
        L0 = l0;
        L1 = l1;
        L2 = l2;
        L3 = l3;
        L4 = l4;
    }

    public static Fe51 Zero => default;

    public static Fe51 One => new(1, 0, 0, 0, 0);

    /// <summary>r = a + b, without a carry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(out Fe51 r, in Fe51 a, in Fe51 b)
    {
        ulong r0 = a.L0 + b.L0, r1 = a.L1 + b.L1, r2 = a.L2 + b.L2, r3 = a.L3 + b.L3, r4 = a.L4 + b.L4;
        r.L0 = r0;
        r.L1 = r1;
        r.L2 = r2;
        r.L3 = r3;
        r.L4 = r4;
    }

    /// <summary>r = a + 2p - b, b tight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Sub(out Fe51 r, in Fe51 a, in Fe51 b)
    {
        const ulong P0 = (1UL << 52) - 38, P = (1UL << 52) - 2;
        ulong r0 = a.L0 + P0 - b.L0, r1 = a.L1 + P - b.L1, r2 = a.L2 + P - b.L2, r3 = a.L3 + P - b.L3, r4 = a.L4 + P - b.L4;
        r.L0 = r0;
        r.L1 = r1;
        r.L2 = r2;
        r.L3 = r3;
        r.L4 = r4;
    }

    /// <summary>r = a + 4p - b, b a sum or difference of two tight values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SubWide(out Fe51 r, in Fe51 a, in Fe51 b)
    {
        const ulong P0 = (1UL << 53) - 76, P = (1UL << 53) - 4;
        ulong r0 = a.L0 + P0 - b.L0, r1 = a.L1 + P - b.L1, r2 = a.L2 + P - b.L2, r3 = a.L3 + P - b.L3, r4 = a.L4 + P - b.L4;
        r.L0 = r0;
        r.L1 = r1;
        r.L2 = r2;
        r.L3 = r3;
        r.L4 = r4;
    }

    /// <summary>r = -a, a tight.</summary>
    public static void Negate(out Fe51 r, in Fe51 a) => Sub(out r, default, a);

    /// <summary>r = b where the mask is all ones, a where it is zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Select(out Fe51 r, in Fe51 a, in Fe51 b, ulong mask)
    {
        ulong r0 = a.L0 ^ (mask & (a.L0 ^ b.L0)), r1 = a.L1 ^ (mask & (a.L1 ^ b.L1)), r2 = a.L2 ^ (mask & (a.L2 ^ b.L2));
        ulong r3 = a.L3 ^ (mask & (a.L3 ^ b.L3)), r4 = a.L4 ^ (mask & (a.L4 ^ b.L4));
        r.L0 = r0;
        r.L1 = r1;
        r.L2 = r2;
        r.L3 = r3;
        r.L4 = r4;
    }

    /// <summary>r = -r where the mask is all ones; r must be tight when it is.</summary>
    public static void NegateWhere(ref Fe51 r, ulong mask)
    {
        Negate(out Fe51 negative, r);
        Select(out r, r, negative, mask);
    }

    /// <summary>r = |r|: the one of r and -r that is not negative (RFC 9496 §4.1). r must be tight.</summary>
    public static void Absolute(ref Fe51 r) => NegateWhere(ref r, r.NegativeMask());

    /// <summary>All ones if the value is negative, that is, if its canonical encoding is odd (RFC 9496 §4.1).</summary>
    public readonly ulong NegativeMask() => 0UL - (Canonical().L0 & 1);

    /// <summary>All ones if the value is zero modulo p.</summary>
    public readonly ulong ZeroMask()
    {
        Fe51 c = Canonical();
        ulong any = c.L0 | c.L1 | c.L2 | c.L3 | c.L4;
        return ((any | (0UL - any)) >> 63) - 1;
    }

    /// <summary>All ones if a = b modulo p; b tight.</summary>
    public static ulong EqualMask(in Fe51 a, in Fe51 b)
    {
        Sub(out Fe51 difference, a, b);
        return difference.ZeroMask();
    }

    /// <summary>The unique representative below p, limbs below 2^51. Accepts limbs below 2^63.</summary>
    public readonly Fe51 Canonical()
    {
        ulong r0 = (L0 & Mask) + (19 * (L4 >> 51)), r1 = (L1 & Mask) + (L0 >> 51), r2 = (L2 & Mask) + (L1 >> 51);
        ulong r3 = (L3 & Mask) + (L2 >> 51), r4 = (L4 & Mask) + (L3 >> 51);
        // Below 2p now: the quotient by p is 0 or 1, and it is 1 exactly if adding 19 carries out of bit 255.
        ulong q = (r0 + 19) >> 51;
        q = (r1 + q) >> 51;
        q = (r2 + q) >> 51;
        q = (r3 + q) >> 51;
        q = (r4 + q) >> 51;
        r0 += 19 * q;
        r1 += r0 >> 51;
        r2 += r1 >> 51;
        r3 += r2 >> 51;
        r4 += r3 >> 51;
        return new Fe51(r0 & Mask, r1 & Mask, r2 & Mask, r3 & Mask, r4 & Mask);
    }

    /// <summary>Writes the 32 canonical little-endian bytes.</summary>
    public readonly void CopyTo(Span<byte> destination)
    {
        Fe51 c = Canonical();
        BinaryPrimitives.WriteUInt64LittleEndian(destination, c.L0 | (c.L1 << 51));
        BinaryPrimitives.WriteUInt64LittleEndian(destination[8..], (c.L1 >> 13) | (c.L2 << 38));
        BinaryPrimitives.WriteUInt64LittleEndian(destination[16..], (c.L2 >> 26) | (c.L3 << 25));
        BinaryPrimitives.WriteUInt64LittleEndian(destination[24..], (c.L3 >> 39) | (c.L4 << 12));
    }

    /// <summary>Reads 32 little-endian bytes, ignoring the highest bit; values from p to 2^255 - 1 are accepted and stand for themselves modulo p.</summary>
    public static Fe51 Read(ReadOnlySpan<byte> source)
    {
        ulong w0 = BinaryPrimitives.ReadUInt64LittleEndian(source);
        ulong w1 = BinaryPrimitives.ReadUInt64LittleEndian(source[8..]);
        ulong w2 = BinaryPrimitives.ReadUInt64LittleEndian(source[16..]);
        ulong w3 = BinaryPrimitives.ReadUInt64LittleEndian(source[24..]);
        return new Fe51(w0 & Mask, ((w0 >> 51) | (w1 << 13)) & Mask, ((w1 >> 38) | (w2 << 26)) & Mask, ((w2 >> 25) | (w3 << 39)) & Mask, (w3 >> 12) & Mask);
    }
}
