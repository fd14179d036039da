using System.Buffers.Binary;
using System.Security.Cryptography;

namespace BlacklistExchange.Protocol.Voprf;

/// <summary>The one writer of the length-prefixed byte strings that RFC 9497 hashes: I2OSP(length, 2) ‖ bytes. Writes into the caller's memory, which may be secret.</summary>
internal ref struct Transcript
{
    private readonly Span<byte> buffer;
    private int length;

    public Transcript(Span<byte> buffer) => this.buffer = buffer;

    /// <summary>What has been written so far.</summary>
    public readonly ReadOnlySpan<byte> Written => buffer[..length];

    /// <summary>Bytes that a length-prefixed string takes.</summary>
    public static int SizeOf(int length) => 2 + length;

    /// <summary>I2OSP(length, 2) ‖ bytes.</summary>
    public Transcript Prefixed(scoped ReadOnlySpan<byte> bytes) => Number(checked((ushort)bytes.Length)).Plain(bytes);

    /// <summary>I2OSP(number, 2).</summary>
    public Transcript Number(ushort number)
    {
        BinaryPrimitives.WriteUInt16BigEndian(buffer[length..], number);
        length += sizeof(ushort);
        return this;
    }

    /// <summary>The bytes as they are: labels and final parts.</summary>
    public Transcript Plain(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(buffer[length..]);
        length += bytes.Length;
        return this;
    }

    /// <summary>Zeroes what has been written.</summary>
    public readonly void Clear() => CryptographicOperations.ZeroMemory(buffer[..length]);
}
