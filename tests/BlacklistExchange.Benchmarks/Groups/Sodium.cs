using System.Runtime.InteropServices;

namespace BlacklistExchange.Benchmarks.Groups;

/// <summary>libsodium as Debian ships it, the reference that our figures are divided by. Nothing but this project calls it.</summary>
internal static partial class Sodium
{
    private const string Library = "libsodium.so.23";

    /// <summary>Loads it once.</summary>
    /// <returns>Its version.</returns>
    /// <exception cref="NotMeasuredException">It is not installed.</exception>
    public static string Load()
    {
        if (!NativeLibrary.TryLoad(Library, out _))
        {
            throw new NotMeasuredException($"{Library} is not installed, and the figures are measured against it. On Debian and Ubuntu: apt-get install libsodium23");
        }

        return sodium_init() >= 0 ? Marshal.PtrToStringUTF8(sodium_version_string())! : throw new NotMeasuredException($"{Library} could not be initialised.");
    }

    /// <summary>product = scalar · element: decodes, multiplies, encodes.</summary>
    public static void Multiply(Span<byte> product, ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> element)
    {
        if (crypto_scalarmult_ristretto255(product, scalar, element) != 0)
        {
            throw new NotMeasuredException("libsodium refuses an element that this library made.");
        }
    }

    /// <summary>element = the one-way map of 64 uniform bytes.</summary>
    public static void Map(Span<byte> element, ReadOnlySpan<byte> uniformBytes) => _ = crypto_core_ristretto255_from_hash(element, uniformBytes);

    public static void RandomScalar(Span<byte> scalar) => crypto_core_ristretto255_scalar_random(scalar);

    /// <summary>inverse = 1 / scalar.</summary>
    public static void Invert(Span<byte> inverse, ReadOnlySpan<byte> scalar)
    {
        if (crypto_core_ristretto255_scalar_invert(inverse, scalar) != 0)
        {
            throw new NotMeasuredException("libsodium refuses to invert a scalar that it made.");
        }
    }

    [LibraryImport(Library)]
    private static partial int sodium_init();

    [LibraryImport(Library)]
    private static partial nint sodium_version_string();

    [LibraryImport(Library)]
    private static partial int crypto_scalarmult_ristretto255(Span<byte> q, ReadOnlySpan<byte> n, ReadOnlySpan<byte> p);

    [LibraryImport(Library)]
    private static partial int crypto_core_ristretto255_from_hash(Span<byte> p, ReadOnlySpan<byte> r);

    [LibraryImport(Library)]
    private static partial void crypto_core_ristretto255_scalar_random(Span<byte> r);

    [LibraryImport(Library)]
    private static partial int crypto_core_ristretto255_scalar_invert(Span<byte> recip, ReadOnlySpan<byte> s);
}
