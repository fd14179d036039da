using BlacklistExchange.Client.Storage;
using BlacklistExchange.Protocol.Snapshots;

namespace BlacklistExchange.Client.Snapshots;

/// <summary>
/// Brings one file up to date by the deltas the manifest names, when they weigh less than the file. Whatever goes wrong is no error: the snapshot itself is
/// fetched instead.
/// </summary>
internal sealed class DeltaChain(ListFolder folder, FileDownload download)
{
    /// <summary>The deltas that lead from <paramref name="have"/> to the named file; empty when there is no such chain or it does not pay.</summary>
    public static IReadOnlyList<ManifestDelta> Find(ManifestFile named, byte[] have)
    {
        ManifestDelta[] rest = [.. named.Deltas.SkipWhile(delta => !delta.Base.AsSpan().SequenceEqual(have))];
        ulong weight = rest.Aggregate(0UL, static (sum, delta) => sum + delta.Length);
        return rest.Length > 0 && weight < named.Length && rest[^1].Result.AsSpan().SequenceEqual(named.Digest) ? rest : [];
    }

    /// <summary>Applies a chain step by step; true when the named file then lies in the folder.</summary>
    public async Task<bool> ApplyAsync(IReadOnlyList<ManifestDelta> chain, CancellationToken cancellationToken)
    {
        foreach (ManifestDelta delta in chain)
        {
            string path = folder.DeltaPath(delta.Digest);
            if (delta.Length > int.MaxValue)
            {
                return false;
            }
            try
            {
                await download.FetchAsync(delta.Digest, delta.Length, path, cancellationToken).ConfigureAwait(false);
                if (!Apply(delta, path))
                {
                    return false;
                }
            }
            catch (ExchangeException)
            {
                return false;
            }
            finally
            {
                File.Delete(path);
            }
        }
        return true;
    }

    private bool Apply(ManifestDelta delta, string path)
    {
        string result = folder.FilePath(delta.Result);
        string temporary = $"{result}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (FileStream output = PrivateFile.Create(temporary))
            {
                if (!Write(delta, path, output))
                {
                    return false;
                }
                DurableFile.Sync(output.SafeFileHandle);
            }
            DurableFile.Publish(temporary, result);
            return true;
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            return false;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private bool Write(ManifestDelta delta, string path, FileStream output)
    {
        using MappedFile before = MappedFile.Open(folder.FilePath(delta.Base));
        using MappedFile change = MappedFile.Open(path);
        using MappedFile.Lease old = before.Acquire();
        using MappedFile.Lease rows = change.Acquire();
        return Delta.TryApply(old.Bytes, delta.Base, rows.Bytes, header => new SnapshotWriter(output, header), out byte[] digest) && digest.AsSpan().SequenceEqual(delta.Result);
    }
}
