using System.Buffers.Binary;
using System.Text;

namespace BlacklistExchange.Client.Vault;

/// <summary>Reads what <see cref="VaultWriter"/> wrote. The bytes are authenticated, so a short field means another version wrote them.</summary>
internal ref struct VaultReader(ReadOnlySpan<byte> record)
{
    private ReadOnlySpan<byte> _rest = record;

    public byte U8() => Take(1)[0];

    public uint U32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    public ReadOnlySpan<byte> Bytes() => Take(checked((int)U32()));

    public string Text() => Encoding.UTF8.GetString(Bytes());

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _rest.Length)
        {
            throw new VaultException("A record of the vault has another shape than this version writes: use the version that wrote it, or a newer one.");
        }
        ReadOnlySpan<byte> taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
