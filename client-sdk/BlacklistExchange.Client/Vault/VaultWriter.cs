using System.Buffers.Binary;
using System.Text;
using BlacklistExchange.Client.Storage;

namespace BlacklistExchange.Client.Vault;

/// <summary>Writes a record's fields: integers big-endian, bytes and text behind a u32 length.</summary>
internal sealed class VaultWriter : IDisposable
{
    private readonly SecretBuffer _buffer = new();

    public VaultWriter(VaultRecordKind kind) => U8((byte)kind);

    public ReadOnlySpan<byte> Written => _buffer.Written.Span;

    public VaultWriter U8(byte value)
    {
        _buffer.Write([value]);
        return this;
    }

    public VaultWriter U32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        _buffer.Write(bytes);
        return this;
    }

    public VaultWriter Bytes(ReadOnlySpan<byte> value)
    {
        U32((uint)value.Length);
        _buffer.Write(value);
        return this;
    }

    public VaultWriter Text(string value) => Bytes(Encoding.UTF8.GetBytes(value));

    public void Dispose() => _buffer.Dispose();
}
