using System.Buffers;
using System.Security.Cryptography;

namespace BlacklistExchange.Client.Storage;

/// <summary>A growing buffer for secret bytes: pinned, and every array it leaves behind is zeroed.</summary>
internal sealed class SecretBuffer : IBufferWriter<byte>, IDisposable
{
    private byte[] _bytes;

    public SecretBuffer(int capacity = 4096) => _bytes = GC.AllocateArray<byte>(Math.Max(capacity, 256), pinned: true);

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>What was written; worthless after disposal.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(Length);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Length += bytes.Length;
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_bytes);
        Length = 0;
    }

    private void Reserve(int size)
    {
        size = Math.Max(size, 256);
        if (_bytes.Length - Length >= size)
        {
            return;
        }
        byte[] larger = GC.AllocateArray<byte>(checked(Math.Max(2 * _bytes.Length, Length + size)), pinned: true);
        _bytes.AsSpan(0, Length).CopyTo(larger);
        CryptographicOperations.ZeroMemory(_bytes);
        _bytes = larger;
    }
}
