using System.Security.Cryptography;

namespace BlacklistExchange.Server.Storage;

/// <summary>Secret bytes that the collector does not copy about and that are zeroed when let go. Never printed.</summary>
internal sealed class PinnedSecret : IDisposable
{
    private readonly byte[] _bytes;

    public PinnedSecret(int length) => _bytes = GC.AllocateArray<byte>(length, pinned: true);

    public int Length => _bytes.Length;

    public Span<byte> Span => _bytes;

    /// <summary>The same, where a read goes on while nobody waits.</summary>
    public Memory<byte> Memory => _bytes;

    /// <summary>Fresh random bytes.</summary>
    public static PinnedSecret Random(int length)
    {
        PinnedSecret secret = new(length);
        RandomNumberGenerator.Fill(secret._bytes);
        return secret;
    }

    public override string ToString() => "(secret)";

    public void Dispose() => CryptographicOperations.ZeroMemory(_bytes);
}
