using System.Security.Cryptography;

namespace BlacklistExchange.Protocol.Snapshots;

/// <summary>Gathers small rows into blocks on their way to a stream and digests each block: a call into the hash for each row would cost more than the row.</summary>
internal sealed class DigestingOutput(Stream stream) : IDisposable
{
    private readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _block = new byte[64 * 1024];
    private int _filled;

    public void Append(ReadOnlySpan<byte> row)
    {
        if (row.Length > _block.Length - _filled)
        {
            Pass();
        }
        row.CopyTo(_block.AsSpan(_filled));
        _filled += row.Length;
    }

    /// <summary>Passes on what is left and returns the SHA-256 of everything.</summary>
    public byte[] Complete()
    {
        Pass();
        return _digest.GetHashAndReset();
    }

    public void Dispose() => _digest.Dispose();

    private void Pass()
    {
        ReadOnlySpan<byte> block = _block.AsSpan(0, _filled);
        stream.Write(block);
        _digest.AppendData(block);
        _filled = 0;
    }
}
