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

    /// <summary>Turns a square of words over, in place: word k of row i becomes word i of row k.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(ref Vector512<double> rows)
    {
        Vector512<double> r0 = rows, r1 = Unsafe.Add(ref rows, 1), r2 = Unsafe.Add(ref rows, 2), r3 = Unsafe.Add(ref rows, 3);
        Vector512<double> r4 = Unsafe.Add(ref rows, 4), r5 = Unsafe.Add(ref rows, 5), r6 = Unsafe.Add(ref rows, 6), r7 = Unsafe.Add(ref rows, 7);
        TransposeQuarters(ref rows, Avx512F.UnpackLow(r0, r1), Avx512F.UnpackLow(r2, r3), Avx512F.UnpackLow(r4, r5), Avx512F.UnpackLow(r6, r7));
        TransposeQuarters(ref Unsafe.Add(ref rows, 1), Avx512F.UnpackHigh(r0, r1), Avx512F.UnpackHigh(r2, r3), Avx512F.UnpackHigh(r4, r5), Avx512F.UnpackHigh(r6, r7));
    }

    /// <summary>The same for a square of 128-bit quarters, into every other row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeQuarters(ref Vector512<double> rows, Vector512<double> a, Vector512<double> b, Vector512<double> c, Vector512<double> d)
    {
        const byte Even = 0b10_00_10_00, Odd = 0b11_01_11_01;
        Vector512<double> ab0 = Avx512F.Shuffle4x128(a, b, Even), ab1 = Avx512F.Shuffle4x128(a, b, Odd), cd0 = Avx512F.Shuffle4x128(c, d, Even), cd1 = Avx512F.Shuffle4x128(c, d, Odd);
        rows = Avx512F.Shuffle4x128(ab0, cd0, Even);
        Unsafe.Add(ref rows, 2) = Avx512F.Shuffle4x128(ab1, cd1, Even);
        Unsafe.Add(ref rows, 4) = Avx512F.Shuffle4x128(ab0, cd0, Odd);
        Unsafe.Add(ref rows, 6) = Avx512F.Shuffle4x128(ab1, cd1, Odd);
    }
}
