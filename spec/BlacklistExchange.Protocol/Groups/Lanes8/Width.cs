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
}
