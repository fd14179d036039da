using System.Buffers.Binary;
using System.Text;

namespace BlacklistExchange.Protocol.Wire;

/// <summary>
/// Reads what <see cref="ByteWriter"/> writes, from a peer. Nothing throws: the first short or malformed field sets
/// <see cref="Failed"/> and everything after it reads as zero, so a decoder checks once, at the end (spec/protocol.md §2).
/// </summary>
public ref struct ByteReader
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
    private ReadOnlySpan<byte> _rest;

    /// <summary>Starts to read a structure that must begin with <paramref name="domain"/>.</summary>
    public ByteReader(ReadOnlySpan<byte> bytes, string domain)
    {
        _rest = bytes;
        if (Text8() != domain)
        {
            Failed = true;
        }
    }

    /// <summary>A field was short or malformed, or the domain tag was another.</summary>
    public bool Failed { get; private set; }

    /// <summary>Every byte was read and every field was well formed.</summary>
    public readonly bool AtCleanEnd => !Failed && _rest.IsEmpty;

    /// <summary>One byte.</summary>
    public byte U8() => Take(1) is { Length: 1 } bytes ? bytes[0] : (byte)0;

    /// <summary>Two bytes, big-endian.</summary>
    public ushort U16() => Take(2) is { Length: 2 } bytes ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : (ushort)0;

    /// <summary>Four bytes, big-endian.</summary>
    public uint U32() => Take(4) is { Length: 4 } bytes ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : 0;

    /// <summary>Eight bytes, big-endian.</summary>
    public ulong U64() => Take(8) is { Length: 8 } bytes ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : 0;

    /// <summary>Exactly <paramref name="length"/> bytes; zeros when the input is short.</summary>
    public byte[] Fixed(int length) => Take(length) is { } bytes && bytes.Length == length ? bytes.ToArray() : new byte[length];

    /// <summary><c>u16 length ‖ bytes</c>.</summary>
    public byte[] Bytes16() => Fixed(U16());

    /// <summary><c>u8 length ‖ UTF-8</c>; malformed UTF-8 fails.</summary>
    public string Text8()
    {
        ReadOnlySpan<byte> bytes = Take(U8());
        try
        {
            return Strict.GetString(bytes);
        }
        catch (ArgumentException)
        {
            Failed = true;
            return "";
        }
    }

    /// <summary>A <see cref="Text8"/> that must be a name, see <see cref="Slug"/>; anything else fails.</summary>
    public string Name8()
    {
        string name = Text8();
        Failed |= !Slug.IsValid(name);
        return name;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (Failed || _rest.Length < length)
        {
            Failed = true;
            return default;
        }
        ReadOnlySpan<byte> taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
