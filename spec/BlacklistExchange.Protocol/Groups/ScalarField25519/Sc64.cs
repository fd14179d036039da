using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace BlacklistExchange.Protocol.Groups.ScalarField25519;

/// <summary>An integer modulo l = 2^252 + 27742317777372353535851937790883648493 in four 64-bit limbs, always reduced. Constant time throughout.</summary>
internal struct Sc64
{
    private const ulong Order0 = 0x5812631a5cf5d3ed, Order1 = 0x14def9dea2f79cd6, Order3 = 0x1000000000000000;

    public ulong L0;
    public ulong L1;
    public ulong L2;
    public ulong L3;

    public Sc64(ulong l0, ulong l1, ulong l2, ulong l3)
    {
        L0 = l0;
        L1 = l1;
        L2 = l2;
        L3 = l3;
    }

    public static Sc64 One => new(1, 0, 0, 0);

    /// <summary>Reads 32 little-endian bytes; the mask is all ones if they are below l, else zero, and then the value must not be used.</summary>
    public static Sc64 Read(ReadOnlySpan<byte> source, out ulong canonicalMask)
    {
        Sc64 r = ReadUnreduced(source);
        canonicalMask = Less(r);
        return r;
    }

    /// <summary>Reads 32 bytes that this library wrote itself.</summary>
    public static Sc64 ReadTrusted(ReadOnlySpan<byte> source) => ReadUnreduced(source);

    /// <summary>Reduces 64 little-endian bytes modulo l (RFC 9496 §4.4).</summary>
    public static Sc64 ReadWide(ReadOnlySpan<byte> source)
    {
        Sc64 low = ScMontgomery.Mul(ReadUnreduced(source), ScMontgomery.R);
        Sc64 high = ScMontgomery.Mul(ReadUnreduced(source[32..]), ScMontgomery.R2);
        return Add(low, high);
    }

    /// <summary>Writes the 32 canonical little-endian bytes.</summary>
    public readonly void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(destination, L0);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[8..], L1);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[16..], L2);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[24..], L3);
    }

    public readonly ulong ZeroMask()
    {
        ulong any = L0 | L1 | L2 | L3;
        return ((any | (0UL - any)) >> 63) - 1;
    }

    public static Sc64 Add(in Sc64 a, in Sc64 b)
    {
        ulong carry = 0;
        Sc64 sum = new(AddCarry(a.L0, b.L0, ref carry), AddCarry(a.L1, b.L1, ref carry), AddCarry(a.L2, b.L2, ref carry), AddCarry(a.L3, b.L3, ref carry));
        return ReduceOnce(sum);
    }

    public static Sc64 Sub(in Sc64 a, in Sc64 b)
    {
        ulong borrow = 0;
        Sc64 r = new(SubBorrow(a.L0, b.L0, ref borrow), SubBorrow(a.L1, b.L1, ref borrow), SubBorrow(a.L2, b.L2, ref borrow), SubBorrow(a.L3, b.L3, ref borrow));
        ulong mask = 0UL - borrow, carry = 0;
        return new Sc64(
            AddCarry(r.L0, Order0 & mask, ref carry), AddCarry(r.L1, Order1 & mask, ref carry), AddCarry(r.L2, 0, ref carry), AddCarry(r.L3, Order3 & mask, ref carry));
    }

    public static Sc64 Mul(in Sc64 a, in Sc64 b) => ScMontgomery.Mul(ScMontgomery.Mul(a, b), ScMontgomery.R2);

    /// <summary>a/2 modulo l: the half of a, or of a + l where a is odd.</summary>
    public static Sc64 Halve(in Sc64 a)
    {
        ulong mask = 0UL - (a.L0 & 1), carry = 0;
        Sc64 even = new(AddCarry(a.L0, Order0 & mask, ref carry), AddCarry(a.L1, Order1 & mask, ref carry), AddCarry(a.L2, 0, ref carry), AddCarry(a.L3, Order3 & mask, ref carry));
        return new Sc64((even.L0 >> 1) | (even.L1 << 63), (even.L1 >> 1) | (even.L2 << 63), (even.L2 >> 1) | (even.L3 << 63), even.L3 >> 1);
    }

    /// <summary>Returns b where the mask is all ones, a where it is zero.</summary>
    public static Sc64 Select(in Sc64 a, in Sc64 b, ulong mask) => new(
        a.L0 ^ (mask & (a.L0 ^ b.L0)), a.L1 ^ (mask & (a.L1 ^ b.L1)), a.L2 ^ (mask & (a.L2 ^ b.L2)), a.L3 ^ (mask & (a.L3 ^ b.L3)));

    /// <summary>a - l if a is at least l, else a; a below 2l.</summary>
    public static Sc64 ReduceOnce(in Sc64 a)
    {
        ulong borrow = 0;
        Sc64 less = new(SubBorrow(a.L0, Order0, ref borrow), SubBorrow(a.L1, Order1, ref borrow), SubBorrow(a.L2, 0, ref borrow), SubBorrow(a.L3, Order3, ref borrow));
        return Select(less, a, 0UL - borrow);
    }

    private static ulong Less(in Sc64 a)
    {
        ulong borrow = 0;
        _ = SubBorrow(a.L0, Order0, ref borrow);
        _ = SubBorrow(a.L1, Order1, ref borrow);
        _ = SubBorrow(a.L2, 0, ref borrow);
        _ = SubBorrow(a.L3, Order3, ref borrow);
        return 0UL - borrow;
    }

    private static Sc64 ReadUnreduced(ReadOnlySpan<byte> source) => new(
        BinaryPrimitives.ReadUInt64LittleEndian(source), BinaryPrimitives.ReadUInt64LittleEndian(source[8..]),
        BinaryPrimitives.ReadUInt64LittleEndian(source[16..]), BinaryPrimitives.ReadUInt64LittleEndian(source[24..]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong AddCarry(ulong a, ulong b, ref ulong carry)
    {
        UInt128 sum = (UInt128)a + b + carry;
        carry = (ulong)(sum >> 64);
        return (ulong)sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong SubBorrow(ulong a, ulong b, ref ulong borrow)
    {
        UInt128 difference = (UInt128)a - b - borrow;
        borrow = (ulong)(difference >> 64) & 1;
        return (ulong)difference;
    }
}
