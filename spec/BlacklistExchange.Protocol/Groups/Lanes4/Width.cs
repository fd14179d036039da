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

    /// <summary>Turns a square of words over, in place: word k of row i becomes word i of row k.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(ref Vector256<double> rows)
    {
        Vector256<double> r0 = rows, r1 = Unsafe.Add(ref rows, 1), r2 = Unsafe.Add(ref rows, 2), r3 = Unsafe.Add(ref rows, 3);
        Vector256<double> a = Avx.UnpackLow(r0, r1), b = Avx.UnpackHigh(r0, r1), c = Avx.UnpackLow(r2, r3), d = Avx.UnpackHigh(r2, r3);
        const byte Low = 0x20, High = 0x31;
        rows = Avx.Permute2x128(a, c, Low);
        Unsafe.Add(ref rows, 1) = Avx.Permute2x128(b, d, Low);
        Unsafe.Add(ref rows, 2) = Avx.Permute2x128(a, c, High);
        Unsafe.Add(ref rows, 3) = Avx.Permute2x128(b, d, High);
    }
}
