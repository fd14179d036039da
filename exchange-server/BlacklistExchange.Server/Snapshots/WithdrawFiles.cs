using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Snapshots;

/// <summary>
/// Withdraws files that no manifest has named for the retention, and at once those of destroyed epochs: first no longer served (durably), then deleted, then
/// forgotten. A stop in between goes on at the next round.
/// </summary>
internal sealed class WithdrawFiles(Builder builder, SnapshotFiles files, SnapshotTurn turn, HubOptions options, TimeProvider time, ILogger<WithdrawFiles> logger)
{
    /// <summary>One round; returns how many files went.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using IDisposable ours = await turn.TakeAsync(cancellationToken);
        long term = builder.Require();
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        long before = now - options.Policy.SnapshotRetentionHours * 3600L;
        IReadOnlyList<byte[]> gone = await builder.WriteAsync(term, (connection, transaction) =>
        {
            SnapshotSql.Withdraw(connection, transaction, before, now);
            ManifestSql.Forget(connection, transaction, before);
            return SnapshotSql.Withdrawn(connection, transaction);
        }, cancellationToken);
        if (gone.Count > 0)
        {
            foreach (byte[] digest in gone)
            {
                if (builder.Term != term)
                {
                    throw new NotBuilderException();
                }
                files.Delete(digest);
            }
            await builder.WriteAsync(term, (connection, transaction) =>
            {
                SnapshotSql.Forget(connection, transaction, gone);
                return true;
            }, cancellationToken);
            logger.LogInformation(HubEvents.SnapshotWithdrawn, "Withdrew {Count} files.", gone.Count);
        }
        return gone.Count;
    }
}
