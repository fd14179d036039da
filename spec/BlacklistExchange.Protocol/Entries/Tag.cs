using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace BlacklistExchange.Protocol.Entries;

/// <summary>
/// The public name of an entry: 32 bytes (spec/protocol.md §6.1). Receipts and acts print it; files carry its first 16 bytes. It reveals
/// nothing without the entry key, and whoever holds only a tag can do nothing with it.
/// </summary>
public readonly struct Tag : IEquatable<Tag>
{
    /// <summary>Length of a whole tag in bytes.</summary>
    public const int Size = 32;

    /// <summary>Length of the part that files carry, in bytes.</summary>
    public const int PrefixSize = 16;

    private readonly Bytes _bytes;

    /// <summary>Copies 32 bytes.</summary>
    public Tag(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Size);
        bytes.CopyTo(_bytes);
    }

    /// <summary>A copy of the 32 bytes.</summary>
    public byte[] ToArray() => ((ReadOnlySpan<byte>)_bytes).ToArray();

    /// <summary>Writes the 32 bytes to <paramref name="destination"/>.</summary>
    public void CopyTo(Span<byte> destination) => ((ReadOnlySpan<byte>)_bytes).CopyTo(destination);

    /// <summary>Reads 64 hexadecimal digits; false for anything else.</summary>
    public static bool TryParse(string? text, out Tag tag)
    {
        Span<byte> bytes = stackalloc byte[Size];
        bool parsed = text is { Length: 2 * Size } && Convert.FromHexString(text, bytes, out _, out int written) == System.Buffers.OperationStatus.Done && written == Size;
        tag = parsed ? new Tag(bytes) : default;
        return parsed;
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(_bytes);

    /// <inheritdoc/>
    public bool Equals(Tag other) => ((ReadOnlySpan<byte>)_bytes).SequenceEqual(other._bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Tag other && Equals(other);

    /// <summary>The first four bytes: tags are uniform.</summary>
    public override int GetHashCode() => BinaryPrimitives.ReadInt32LittleEndian(_bytes);

    /// <summary>Same 32 bytes.</summary>
    public static bool operator ==(Tag left, Tag right) => left.Equals(right);

    /// <summary>Other 32 bytes.</summary>
    public static bool operator !=(Tag left, Tag right) => !left.Equals(right);

    [InlineArray(Size)]
    private struct Bytes
    {
        private byte _first;
    }
}
