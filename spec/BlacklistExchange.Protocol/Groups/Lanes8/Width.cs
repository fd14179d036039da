using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace BlacklistExchange.Protocol.Groups.Lanes8;

/// <summary>Eight lanes of 64 bits: what AVX-512 names differently from AVX2. Everything else in this folder serves both widths.</summary>
internal static class Width
{
    /// <summary>Elements worked on at once.</summary>
    public const int Lanes = 8;

    /// <summary>
    /// True where the instructions exist. <c>Vector512.IsHardwareAccelerated</c> is not asked: it is false on processors that prefer 256 bits and are faster with 512 all the same.
    /// </summary>
    public static bool IsSupported => Avx512DQ.IsSupported;

    /// <summary>The products of the low 32 bits of every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> MultiplyLow(Vector512<ulong> a, Vector512<ulong> b) => Avx512F.Multiply(a.AsUInt32(), b.AsUInt32());

    /// <summary>19·a modulo 2^64. Here one multiplication.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Times19(Vector512<ulong> a) => a * Vector512.Create(19UL);

    /// <summary>The exclusive or of three rotations to the right: Σ of SHA-512.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Rotations(Vector512<ulong> a, [ConstantExpected] byte first, [ConstantExpected] byte second, [ConstantExpected] byte third) =>
        Avx512F.TernaryLogic(Avx512F.RotateRight(a, first), Avx512F.RotateRight(a, second), Avx512F.RotateRight(a, third), 0x96);

    /// <summary>The exclusive or of two rotations and a shift to the right: σ of SHA-512.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> RotationsAndShift(Vector512<ulong> a, [ConstantExpected] byte first, [ConstantExpected] byte second, [ConstantExpected] byte shift) =>
        Avx512F.TernaryLogic(Avx512F.RotateRight(a, first), Avx512F.RotateRight(a, second), Avx512F.ShiftRightLogical(a, shift), 0x96);

    /// <summary>The bits of b where a has ones, those of c where it has zeroes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Choose(Vector512<ulong> a, Vector512<ulong> b, Vector512<ulong> c) => Avx512F.TernaryLogic(a, b, c, 0xca);

    /// <summary>The bits that two of three have, or all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Majority(Vector512<ulong> a, Vector512<ulong> b, Vector512<ulong> c) => Avx512F.TernaryLogic(a, b, c, 0xe8);

    /// <summary>Turns the eight bytes of every lane around: big-endian words read and written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> ReverseBytes(Vector512<ulong> a) =>
        Avx512BW.Shuffle(a.AsByte(), Vector512.Create(Vector256.Create(Vector128.Create(0x0001020304050607UL, 0x08090a0b0c0d0e0fUL))).AsByte()).AsUInt64();

    /// <summary>Reads a square of words, row i from <c>rows[places[i]]</c> on, and turns it over: word k of row i becomes lane i of vector k.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void LoadSquare(ref Vector512<double> vectors, ref double rows, ref int places)
    {
        Vector512<double> r0 = Row(ref rows, ref places, 0), r1 = Row(ref rows, ref places, 1), r2 = Row(ref rows, ref places, 2), r3 = Row(ref rows, ref places, 3);
        Vector512<double> r4 = Row(ref rows, ref places, 4), r5 = Row(ref rows, ref places, 5), r6 = Row(ref rows, ref places, 6), r7 = Row(ref rows, ref places, 7);
        Turn(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        vectors = r0;
        Unsafe.Add(ref vectors, 1) = r1;
        Unsafe.Add(ref vectors, 2) = r2;
        Unsafe.Add(ref vectors, 3) = r3;
        Unsafe.Add(ref vectors, 4) = r4;
        Unsafe.Add(ref vectors, 5) = r5;
        Unsafe.Add(ref vectors, 6) = r6;
        Unsafe.Add(ref vectors, 7) = r7;
    }

    /// <summary>The way back: lane i of vector k becomes word k of row i.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void StoreSquare(ref double rows, ref int places, ref Vector512<double> vectors)
    {
        Vector512<double> r0 = vectors, r1 = Unsafe.Add(ref vectors, 1), r2 = Unsafe.Add(ref vectors, 2), r3 = Unsafe.Add(ref vectors, 3);
        Vector512<double> r4 = Unsafe.Add(ref vectors, 4), r5 = Unsafe.Add(ref vectors, 5), r6 = Unsafe.Add(ref vectors, 6), r7 = Unsafe.Add(ref vectors, 7);
        Turn(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        r0.StoreUnsafe(ref rows, (nuint)places);
        r1.StoreUnsafe(ref rows, (nuint)Unsafe.Add(ref places, 1));
        r2.StoreUnsafe(ref rows, (nuint)Unsafe.Add(ref places, 2));
        r3.StoreUnsafe(ref rows, (nuint)Unsafe.Add(ref places, 3));
        r4.StoreUnsafe(ref rows, (nuint)Unsafe.Add(ref places, 4));
        r5.StoreUnsafe(ref rows, (nuint)Unsafe.Add(ref places, 5));
        r6.StoreUnsafe(ref rows, (nuint)Unsafe.Add(ref places, 6));
        r7.StoreUnsafe(ref rows, (nuint)Unsafe.Add(ref places, 7));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Row(ref double rows, ref int places, int row) => Vector512.LoadUnsafe(ref rows, (nuint)Unsafe.Add(ref places, row));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn(
        ref Vector512<double> r0, ref Vector512<double> r1, ref Vector512<double> r2, ref Vector512<double> r3,
        ref Vector512<double> r4, ref Vector512<double> r5, ref Vector512<double> r6, ref Vector512<double> r7)
    {
        Vector512<double> low0 = Avx512F.UnpackLow(r0, r1), low1 = Avx512F.UnpackLow(r2, r3), low2 = Avx512F.UnpackLow(r4, r5), low3 = Avx512F.UnpackLow(r6, r7);
        Vector512<double> high0 = Avx512F.UnpackHigh(r0, r1), high1 = Avx512F.UnpackHigh(r2, r3), high2 = Avx512F.UnpackHigh(r4, r5), high3 = Avx512F.UnpackHigh(r6, r7);
        TurnQuarters(low0, low1, low2, low3, out r0, out r2, out r4, out r6);
        TurnQuarters(high0, high1, high2, high3, out r1, out r3, out r5, out r7);
    }

    /// <summary>The same for a square of 128-bit quarters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnQuarters(
        Vector512<double> a, Vector512<double> b, Vector512<double> c, Vector512<double> d,
        out Vector512<double> r0, out Vector512<double> r1, out Vector512<double> r2, out Vector512<double> r3)
    {
        const byte Even = 0b10_00_10_00, Odd = 0b11_01_11_01;
        Vector512<double> ab0 = Avx512F.Shuffle4x128(a, b, Even), ab1 = Avx512F.Shuffle4x128(a, b, Odd), cd0 = Avx512F.Shuffle4x128(c, d, Even), cd1 = Avx512F.Shuffle4x128(c, d, Odd);
        r0 = Avx512F.Shuffle4x128(ab0, cd0, Even);
        r1 = Avx512F.Shuffle4x128(ab1, cd1, Even);
        r2 = Avx512F.Shuffle4x128(ab0, cd0, Odd);
        r3 = Avx512F.Shuffle4x128(ab1, cd1, Odd);
    }
}
