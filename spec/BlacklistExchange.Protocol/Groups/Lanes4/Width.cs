using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace BlacklistExchange.Protocol.Groups.Lanes4;

/// <summary>Four lanes of 64 bits: AVX2 and FMA. The rest of this namespace is the source of Lanes8, compiled for this width.</summary>
internal static class Width
{
    /// <summary>Elements worked on at once.</summary>
    public const int Lanes = 4;

    /// <summary>True where the instructions exist.</summary>
    public static bool IsSupported => Avx2.IsSupported && Fma.IsSupported;

    /// <summary>The products of the low 32 bits of every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> MultiplyLow(Vector256<ulong> a, Vector256<ulong> b) => Avx2.Multiply(a.AsUInt32(), b.AsUInt32());

    /// <summary>19·a modulo 2^64. AVX2 multiplies no 64-bit lanes: 16·a + 2·a + a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Times19(Vector256<ulong> a) => (a << 4) + (a + a) + a;

    /// <summary>The exclusive or of three rotations to the right: Σ of SHA-512. AVX2 rotates nothing: the two shifts of a rotation share no bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Rotations(Vector256<ulong> a, [ConstantExpected] byte first, [ConstantExpected] byte second, [ConstantExpected] byte third) =>
        (a >>> first) ^ (a << (64 - first)) ^ (a >>> second) ^ (a << (64 - second)) ^ (a >>> third) ^ (a << (64 - third));

    /// <summary>The exclusive or of two rotations and a shift to the right: σ of SHA-512.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> RotationsAndShift(Vector256<ulong> a, [ConstantExpected] byte first, [ConstantExpected] byte second, [ConstantExpected] byte shift) =>
        (a >>> first) ^ (a << (64 - first)) ^ (a >>> second) ^ (a << (64 - second)) ^ (a >>> shift);

    /// <summary>The bits of b where a has ones, those of c where it has zeroes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Choose(Vector256<ulong> a, Vector256<ulong> b, Vector256<ulong> c) => c ^ (a & (b ^ c));

    /// <summary>The bits that two of three have, or all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Majority(Vector256<ulong> a, Vector256<ulong> b, Vector256<ulong> c) => b ^ ((a ^ b) & (b ^ c));

    /// <summary>Turns the eight bytes of every lane around: big-endian words read and written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> ReverseBytes(Vector256<ulong> a) =>
        Avx2.Shuffle(a.AsByte(), Vector256.Create(Vector128.Create(0x0001020304050607UL, 0x08090a0b0c0d0e0fUL)).AsByte()).AsUInt64();

    /// <summary>Reads a square of words, row i from <c>rows[places[i]]</c> on, and turns it over: word k of row i becomes lane i of vector k.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void LoadSquare(ref Vector256<double> vectors, ref double rows, ref int places)
    {
        Vector256<double> r0 = Row(ref rows, ref places, 0), r1 = Row(ref rows, ref places, 1), r2 = Row(ref rows, ref places, 2), r3 = Row(ref rows, ref places, 3);
        Turn(ref r0, ref r1, ref r2, ref r3);
        vectors = r0;
        Unsafe.Add(ref vectors, 1) = r1;
        Unsafe.Add(ref vectors, 2) = r2;
        Unsafe.Add(ref vectors, 3) = r3;
    }

    /// <summary>The way back: lane i of vector k becomes word k of row i.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void StoreSquare(ref double rows, ref int places, ref Vector256<double> vectors)
    {
        Vector256<double> r0 = vectors, r1 = Unsafe.Add(ref vectors, 1), r2 = Unsafe.Add(ref vectors, 2), r3 = Unsafe.Add(ref vectors, 3);
        Turn(ref r0, ref r1, ref r2, ref r3);
        r0.StoreUnsafe(ref rows, (nuint)places);
        r1.StoreUnsafe(ref rows, (nuint)Unsafe.Add(ref places, 1));
        r2.StoreUnsafe(ref rows, (nuint)Unsafe.Add(ref places, 2));
        r3.StoreUnsafe(ref rows, (nuint)Unsafe.Add(ref places, 3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Row(ref double rows, ref int places, int row) => Vector256.LoadUnsafe(ref rows, (nuint)Unsafe.Add(ref places, row));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn(ref Vector256<double> r0, ref Vector256<double> r1, ref Vector256<double> r2, ref Vector256<double> r3)
    {
        const byte Low = 0x20, High = 0x31;
        Vector256<double> low0 = Avx.UnpackLow(r0, r1), low1 = Avx.UnpackLow(r2, r3), high0 = Avx.UnpackHigh(r0, r1), high1 = Avx.UnpackHigh(r2, r3);
        r0 = Avx.Permute2x128(low0, low1, Low);
        r1 = Avx.Permute2x128(high0, high1, Low);
        r2 = Avx.Permute2x128(low0, low1, High);
        r3 = Avx.Permute2x128(high0, high1, High);
    }
}
