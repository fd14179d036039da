using BlacklistExchange.Protocol.Snapshots;

namespace BlacklistExchange.Server.Snapshots;

/// <summary>Writes the delta from the file before to the file now. Both are mapped, neither is read onto the heap.</summary>
internal static class WriteDelta
{
    /// <summary>Null when the file before is gone, or when the delta would be no shorter than the whole file.</summary>
    internal static ManifestDelta? Run(ManifestFile before, BuiltFile now, SnapshotFiles files)
    {
        using MappedFile? old = files.TryMap(before.Digest, before.Length);
        using MappedFile? fresh = files.TryMap(now.Digest, now.Length);
        if (old is null || fresh is null || Length(old, fresh) >= (long)now.Length)
        {
            return null;
        }
        byte[] digest = Write(old, fresh, before.Digest, now.Digest, Stream.Null);
        files.Write(digest, stream => Write(old, fresh, before.Digest, now.Digest, stream));
        return new ManifestDelta(before.Digest, digest, (ulong)Length(old, fresh), now.Digest);
    }

    private static long Length(MappedFile old, MappedFile fresh)
    {
        using MappedFile.Lease before = old.Acquire();
        using MappedFile.Lease after = fresh.Acquire();
        return Delta.LengthBetween(before.Bytes, after.Bytes);
    }

    private static byte[] Write(MappedFile old, MappedFile fresh, byte[] oldDigest, byte[] freshDigest, Stream stream)
    {
        using MappedFile.Lease before = old.Acquire();
        using MappedFile.Lease after = fresh.Acquire();
        return Delta.Write(before.Bytes, oldDigest, after.Bytes, freshDigest, stream);
    }
}
