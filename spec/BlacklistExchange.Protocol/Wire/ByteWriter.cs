using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace BlacklistExchange.Protocol.Wire;

/// <summary>
/// Writes the versioned binary structures that are signed or hashed: unsigned integers big-endian, text as
/// <c>u8 length ‖ bytes</c> or <c>u16 length ‖ bytes</c>, fixed arrays as they stand (spec/protocol.md §2).
/// </summary>
public sealed class ByteWriter
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
    private readonly ArrayBufferWriter<byte> _buffer = new(256);

    /// <summary>Starts a structure with its domain tag, for example <c>bex/report/v1</c>.</summary>
    public ByteWriter(string domain) => Text8(domain);

    /// <summary>The bytes written so far.</summary>
    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    /// <summary>One byte.</summary>
    public ByteWriter U8(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
        return this;
    }

    /// <summary>Two bytes, big-endian.</summary>
    public ByteWriter U16(ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_buffer.GetSpan(2), value);
        _buffer.Advance(2);
        return this;
    }

    /// <summary>Four bytes, big-endian.</summary>
    public ByteWriter U32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
        return this;
    }

    /// <summary>Eight bytes, big-endian; times are Unix seconds.</summary>
    public ByteWriter U64(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
        return this;
    }

    /// <summary>Bytes whose length the structure fixes.</summary>
    public ByteWriter Fixed(ReadOnlySpan<byte> bytes, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, length);
        _buffer.Write(bytes);
        return this;
    }

    /// <summary><c>u8 length ‖ UTF-8</c>; at most 255 bytes.</summary>
    /// <exception cref="ArgumentException">It is longer, or holds half of a surrogate pair, which UTF-8 cannot write.</exception>
    public ByteWriter Text8(string text)
    {
        byte[] bytes = Strict.GetBytes(text);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, byte.MaxValue);
        return U8((byte)bytes.Length).Fixed(bytes, bytes.Length);
    }

    /// <summary><c>u16 length ‖ bytes</c>; at most 65,535 bytes.</summary>
    public ByteWriter Bytes16(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, ushort.MaxValue);
        return U16((ushort)bytes.Length).Fixed(bytes, bytes.Length);
    }
}
