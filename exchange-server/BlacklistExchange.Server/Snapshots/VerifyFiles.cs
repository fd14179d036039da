using BlacklistExchange.Protocol.Snapshots;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Snapshots;

/// <summary>
/// Before the ports open, or when this node becomes the builder: sweeps what no row names, reads every file that a newest manifest names, and builds anew what a disk has lost or torn. So a file
/// that is served has been read whole since the process began, or written by it.
/// </summary>
internal sealed class VerifyFiles(StoreEngine engine, Store store, SnapshotFiles files, BuildManifest build, Publications publications, TimeProvider time, ILogger<VerifyFiles> logger)
{
    private static readonly TimeSpan StrayFor = TimeSpan.FromHours(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        (IReadOnlyList<byte[]> known, IReadOnlyList<ManifestSql.ManifestRow> newest) = store.Read(static (connection, transaction) =>
            (SnapshotSql.Known(connection, transaction), ManifestSql.NewestOfAll(connection, transaction)));
        // A node that stalls may still be writing what it will not be let name; on a shared database strays are left alone for an hour.
        int strays = files.Sweep(known, engine.IsShared ? time.GetUtcNow() - StrayFor : DateTimeOffset.MaxValue);
        if (strays > 0)
        {
            logger.LogInformation(HubEvents.SnapshotSwept, "Removed {Count} files that no manifest has named.", strays);
        }
        foreach (ManifestSql.ManifestRow row in newest)
        {
            Manifest manifest = BuildManifest.Read(row);
            publications.Published(row.List, manifest, now: 0);
            if (Damaged(manifest) is { Count: > 0 } damaged)
            {
                await RebuildAsync(row.List, damaged, cancellationToken);
            }
        }
    }

    private List<byte[]> Damaged(Manifest manifest) =>
    [
        .. manifest.Files.Where(file => !files.IsSound(file.Digest, file.Length)).Select(static file => file.Digest),
        .. manifest.Files.SelectMany(static file => file.Deltas).Where(delta => !files.IsSound(delta.Digest, delta.Length)).Select(static delta => delta.Digest),
    ];

    private async Task RebuildAsync(string list, List<byte[]> damaged, CancellationToken cancellationToken)
    {
        logger.LogError(HubEvents.SnapshotDamaged, "List {List}: {Count} files are missing or damaged; they are built anew.", list, damaged.Count);
        damaged.ForEach(files.Delete);
        try
        {
            await build.RunAsync(list, always: true, cancellationToken);
        }
        catch (Exception exception) when (exception is SnapshotBuildException or IOException or StoreUnavailableException)
        {
            // Nothing torn is left to serve, members go on with what they have; the schedule tries again and readiness says so.
            logger.LogError(HubEvents.SnapshotFailed, exception, "List {List}: damaged files could not be built anew.", list);
            publications.Failed(list, time.GetUtcNow().ToUnixTimeSeconds());
        }
    }
}
