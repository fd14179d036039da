using System.Security.Cryptography;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Snapshots;

namespace BlacklistExchange.Client.Snapshots;

/// <summary>
/// One verified snapshot file, mapped into memory: a look-up touches the pages it needs and nothing else is loaded. Readers may run while it is disposed;
/// the mapping goes when the last of them is done.
/// </summary>
internal sealed class MappedSnapshot : IDisposable
{
    private readonly MappedFile _file;
    private readonly SnapshotHeader _header;

    private MappedSnapshot(MappedFile file, SnapshotHeader header)
    {
        _file = file;
        _header = header;
    }

    /// <summary>Entries in the file.</summary>
    public int Count => (int)_header.Count;

    /// <summary>Maps a file and checks that it is the one the manifest names: length, digest, list, kind and epoch. Null when it is not.</summary>
    public static MappedSnapshot? Open(string path, ManifestFile named, string list)
    {
        if (!File.Exists(path) || new FileInfo(path).Length != (long)named.Length)
        {
            return null;
        }
        MappedFile file = MappedFile.Open(path);
        if (HeaderIfNamed(file, named, list) is { } header)
        {
            return new MappedSnapshot(file, header);
        }
        file.Dispose();
        return null;
    }

    /// <summary>Copies the sealed label that stands under the tag; false when there is none.</summary>
    /// <exception cref="ObjectDisposedException">The list was swapped meanwhile: look into the new one.</exception>
    public bool TryFind(Tag tag, Span<byte> sealedLabel)
    {
        Span<byte> whole = stackalloc byte[Tag.Size];
        tag.CopyTo(whole);
        using MappedFile.Lease lease = _file.Acquire();
        if (!new SnapshotReader(_header, lease.Bytes).TryFind(whole[..Tag.PrefixSize], out ReadOnlySpan<byte> entry))
        {
            return false;
        }
        entry[SnapshotEntry.LabelOffset..].CopyTo(sealedLabel);
        return true;
    }

    public void Dispose() => _file.Dispose();

    private static SnapshotHeader? HeaderIfNamed(MappedFile file, ManifestFile named, string list)
    {
        using MappedFile.Lease lease = file.Acquire();
        return SnapshotReader.TryOpen(lease.Bytes, out SnapshotReader reader)
            && reader.Header.List == list && reader.Header.Kind == named.Kind && reader.Header.Epoch == named.Epoch
            && SHA256.HashData(lease.Bytes).AsSpan().SequenceEqual(named.Digest) ? reader.Header : null;
    }
}
