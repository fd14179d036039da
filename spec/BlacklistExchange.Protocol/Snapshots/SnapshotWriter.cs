namespace BlacklistExchange.Protocol.Snapshots;

/// <summary>
/// Writes one snapshot file to a stream and digests it on the way (spec/protocol.md §8.1). It copies entries and holds neither entry key nor
/// label. Entries come strictly ascending by their first 16 bytes; anything else throws and the file is worthless. Rows are gathered in blocks:
/// the stream holds the whole file only after <see cref="Complete"/>.
/// </summary>
public sealed class SnapshotWriter : IDisposable
{
    private readonly DigestingOutput _output;
    private readonly byte[] _last = new byte[SnapshotEntry.LabelOffset];
    private readonly ulong _promised;
    private ulong _written;

    /// <summary>Writes the header; <see cref="SnapshotHeader.Count"/> entries must follow.</summary>
    /// <param name="stream">Where the file goes; it stays the caller's.</param>
    /// <param name="header">What the file is.</param>
    /// <exception cref="ArgumentException">The header cannot be encoded, see <see cref="SnapshotHeader.Encode"/>.</exception>
    public SnapshotWriter(Stream stream, SnapshotHeader header)
    {
        Span<byte> bytes = stackalloc byte[SnapshotHeader.Size];
        header.Encode(bytes);
        _promised = header.Count;
        _output = new DigestingOutput(stream);
        _output.Append(bytes);
    }

    /// <summary>Appends one entry of 64 bytes.</summary>
    /// <exception cref="InvalidOperationException">The entry does not sort after the one before it.</exception>
    public void Add(ReadOnlySpan<byte> entry)
    {
        if (!TryAdd(entry))
        {
            throw new InvalidOperationException($"Entry {_written} does not sort after the one before it.");
        }
    }

    /// <summary>Ends the file and returns its SHA-256, 32 bytes.</summary>
    /// <exception cref="InvalidOperationException">Fewer or more entries came than the header promised.</exception>
    public byte[] Complete() => _written == _promised
        ? _output.Complete()
        : throw new InvalidOperationException($"The header promised {_promised} entries and {_written} came.");

    /// <summary>Frees the digest; the stream stays the caller's.</summary>
    public void Dispose() => _output.Dispose();

    internal bool TryAdd(ReadOnlySpan<byte> entry)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(entry.Length, SnapshotEntry.Size);
        ReadOnlySpan<byte> tag = entry[..SnapshotEntry.LabelOffset];
        if (_written > 0 && tag.SequenceCompareTo(_last) <= 0)
        {
            return false;
        }
        tag.CopyTo(_last);
        _output.Append(entry);
        _written++;
        return true;
    }
}
