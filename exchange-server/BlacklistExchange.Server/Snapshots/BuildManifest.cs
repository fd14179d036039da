using BlacklistExchange.Protocol.Snapshots;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Restoration;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Snapshots;

/// <summary>What a build did.</summary>
/// <param name="Manifest">The list's newest manifest.</param>
/// <param name="Files">Its files.</param>
/// <param name="Signed">False when nothing had changed and the manifest before stands.</param>
internal sealed record BuiltManifest(Manifest Manifest, IReadOnlyList<BuiltFile> Files, bool Signed);

/// <summary>
/// Builds all files of one list from one view of the store and names them in a new manifest. The order is the guarantee: files are durable, then one
/// transaction holds their rows and the manifest, and only that makes anything visible. A stop before it leaves files that the next start sweeps, and a
/// signed sequence that nobody has seen.
/// </summary>
internal sealed class BuildManifest(Store store, Builder builder, SnapshotFiles files, SnapshotTurn turn, Publications publications, ExchangeSigner signer, HubOptions options,
    TimeProvider time, SnapshotsMetrics metrics, ILogger<BuildManifest> logger)
{
    private sealed record Draft(LiveList Live, Manifest? Before, long Floor, IReadOnlyList<BuiltFile> Files);

    /// <param name="list">Name of the list.</param>
    /// <param name="always">Sign a new manifest even if nothing changed and the one before is young.</param>
    /// <param name="cancellationToken">Ends the wait for the turn and for the store.</param>
    /// <exception cref="NotBuilderException">Another node builds.</exception>
    /// <exception cref="SnapshotBuildException">The entries cannot be put into files; the manifest before stands.</exception>
    public async Task<BuiltManifest> RunAsync(string list, bool always, CancellationToken cancellationToken)
    {
        using IDisposable ours = await turn.TakeAsync(cancellationToken);
        long term = builder.Require();
        metrics.Begin(list);
        long started = time.GetTimestamp();
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        try
        {
            BuiltManifest built = await RunAsync(list, always, term, now, cancellationToken);
            metrics.Built(list, time.GetElapsedTime(started), built.Files);
            return built;
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or NotBuilderException))
        {
            publications.Failed(list, now);
            metrics.Failed(list);
            throw;
        }
    }

    private async Task<BuiltManifest> RunAsync(string list, bool always, long term, long now, CancellationToken cancellationToken)
    {
        Draft draft = await DraftAsync(list, now, cancellationToken);
        bool changed = draft.Before is null || draft.Files.Any(static file => file.Changed) || !DueRules.Covers(draft.Before, draft.Live);
        if (!changed && !always && !DueRules.MustSign(draft.Before!, now, options.Policy))
        {
            publications.Looked(list, now);
            return new BuiltManifest(draft.Before!, draft.Files, Signed: false);
        }
        Manifest manifest = Compose(draft, now);
        byte[] payload = manifest.Encode();
        ManifestSql.ManifestRow row = new(list, (long)manifest.Sequence, now, payload, signer.Sign(payload));
        await builder.WriteAsync(term, (connection, transaction) =>
        {
            foreach (ManifestFile file in manifest.Files)
            {
                SnapshotSql.Name(connection, transaction, new FileKey(list, file.Epoch, file.Kind), file, now);
            }
            ManifestSql.Insert(connection, transaction, row);
            return true;
        }, CancellationToken.None);
        publications.Published(list, manifest, now);
        if (changed)
        {
            logger.LogInformation(HubEvents.SnapshotPublished, "List {List}: manifest {Sequence} names {Files} files with {Entries} entries, {Changed} of them new.",
                list, manifest.Sequence, manifest.Files.Count, draft.Files.Sum(static file => file.Entries), draft.Files.Count(static file => file.Changed));
        }
        return new BuiltManifest(manifest, draft.Files, Signed: true);
    }

    /// <summary>One read transaction sees the list, its epochs, the manifest before and every entry, so all files are of one moment.</summary>
    private Task<Draft> DraftAsync(string list, long now, CancellationToken cancellationToken) => store.ReadAsync((connection, transaction) =>
    {
        if (RestorationSql.Open(connection, transaction).Count > 0)
        {
            throw new SnapshotBuildException("The hub was restored from a backup; nothing is signed before bex-hub reconcile.");
        }
        LiveList live = PublishedSql.Live(connection, transaction, list, now) ?? throw new SnapshotBuildException($"There is no list {list}.");
        Manifest? before = ManifestSql.Newest(connection, transaction, list) is { } row ? Read(row) : null;
        return new Draft(live, before, RestorationSql.FloorOf(connection, transaction, list).Sequence, [.. live.Files.Select(key => WriteSnapshot.Run(connection, transaction, key, now, Before(before, key), files))]);
    }, cancellationToken);

    private Manifest Compose(Draft draft, long now) => new()
    {
        Exchange = options.Exchange,
        List = draft.Live.Name,
        Sequence = Math.Max(draft.Before?.Sequence ?? 0, (ulong)draft.Floor) + 1,
        IssuedAt = (ulong)now,
        PolicyVersion = draft.Live.PolicyVersion,
        Epochs = [.. draft.Live.Epochs.Select(static epoch => new ManifestEpoch(epoch.Epoch, epoch.DescriptorDigest))],
        Files = [.. draft.Files.Select(file => new ManifestFile(file.Key.Kind, file.Key.Epoch, file.Digest, file.Length, Chain(Before(draft.Before, file.Key), file)))],
    };

    private IReadOnlyList<ManifestDelta> Chain(ManifestFile? before, BuiltFile file)
    {
        if (before is null)
        {
            return [];
        }
        IReadOnlyList<ManifestDelta> unbroken = ChainRules.Unbroken(before.Deltas, delta => files.Holds(delta.Digest, delta.Length));
        return file.Changed ? ChainRules.Extend(unbroken, WriteDelta.Run(before, file, files), file.Length) : unbroken;
    }

    private static ManifestFile? Before(Manifest? manifest, FileKey key) => manifest?.Files.FirstOrDefault(file => file.Epoch == key.Epoch && file.Kind == key.Kind);

    internal static Manifest Read(ManifestSql.ManifestRow row) => Manifest.TryDecode(row.Payload, out Manifest manifest) ? manifest
        : throw new InvalidDataException($"The stored manifest {row.Sequence} of list {row.List} cannot be read.");
}
