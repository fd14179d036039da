using System.Runtime.InteropServices;

namespace BlacklistExchange.Protocol.Tests.Groups;

/// <summary>libsodium as Debian ships it: the same group by other hands.</summary>
internal static partial class Sodium
{
    private const string Library = "libsodium.so.23";

    /// <summary>Why it cannot be asked, or null.</summary>
    public static string? Missing { get; } = NativeLibrary.TryLoad(Library, out _) && sodium_init() >= 0
        ? null
        : $"{Library}, which this compares with, is not installed. On Debian and Ubuntu: apt-get install libsodium23";

    [LibraryImport(Library)]
    public static partial int crypto_core_ristretto255_from_hash(Span<byte> element, ReadOnlySpan<byte> uniformBytes);

    /// <summary>Not 0 where the element is refused or the product is the identity.</summary>
    [LibraryImport(Library)]
    public static partial int crypto_scalarmult_ristretto255(Span<byte> product, ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> element);

    [LibraryImport(Library)]
    public static partial int crypto_core_ristretto255_is_valid_point(ReadOnlySpan<byte> element);

    [LibraryImport(Library)]
    private static partial int sodium_init();
}
