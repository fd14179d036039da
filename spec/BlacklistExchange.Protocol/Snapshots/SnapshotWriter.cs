using System.Security.Cryptography;

namespace BlacklistExchange.Protocol.Snapshots;

/// <summary>
/// Writes one snapshot file to a stream and digests it on the way (spec/protocol.md §8.1). It copies entries and holds neither entry key nor
/// label. Entries come strictly ascending by their first 16 bytes; anything else throws and the file is worthless.
/// </summary>
public sealed class SnapshotWriter : IDisposable
{
    private readonly Stream _stream;
    private readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _last = new byte[SnapshotEntry.LabelOffset];
    private readonly ulong _promised;
    private ulong _written;

    /// <summary>Writes the header; <see cref="SnapshotHeader.Count"/> entries must follow.</summary>
    public SnapshotWriter(Stream stream, SnapshotHeader header)
    {
        _stream = stream;
        _promised = header.Count;
        Span<byte> bytes = stackalloc byte[SnapshotHeader.Size];
        header.Encode(bytes);
        Append(bytes);
    }

    /// <summary>Appends one entry of 64 bytes.</summary>
    /// <exception cref="InvalidOperationException">The entry does not sort after the one before it.</exception>
    public void Add(ReadOnlySpan<byte> entry)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(entry.Length, SnapshotEntry.Size);
        ReadOnlySpan<byte> tag = entry[..SnapshotEntry.LabelOffset];
        if (_written > 0 && tag.SequenceCompareTo(_last) <= 0)
        {
            throw new InvalidOperationException($"Entry {_written} does not sort after the one before it.");
        }
        tag.CopyTo(_last);
        Append(entry);
        _written++;
    }

    /// <summary>Ends the file and returns its SHA-256, 32 bytes.</summary>
    /// <exception cref="InvalidOperationException">Fewer or more entries came than the header promised.</exception>
    public byte[] Complete() => _written == _promised
        ? _digest.GetHashAndReset()
        : throw new InvalidOperationException($"The header promised {_promised} entries and {_written} came.");

    /// <summary>Frees the digest; the stream stays the caller's.</summary>
    public void Dispose() => _digest.Dispose();

    private void Append(ReadOnlySpan<byte> bytes)
    {
        _stream.Write(bytes);
        _digest.AppendData(bytes);
    }
}
