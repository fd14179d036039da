using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Restoration;

/// <summary>
/// Whether the database is a restored one that nobody has reconciled. An old database would give budgets back, forget revocations and reports, and sign other contents under numbers that members
/// have seen, so until an operator says what is lost the hub answers reads and changes nothing. The store is asked every two seconds: all nodes over one database learn it.
/// </summary>
internal sealed class RestoredState(Store store, ILogger<RestoredState> logger)
{
    private IReadOnlyList<RestorationSql.Row>? _open;

    /// <summary>Ask before anything is written, signed or deleted that no operator asked for. True also before the store was asked for the first time.</summary>
    public bool IsReadOnly => Volatile.Read(ref _open) is not { Count: 0 };

    /// <summary>What <c>/readyz</c> says beside being ready: a restored hub serves reads.</summary>
    public string? Note() => IsReadOnly ? "read-only until bex-hub reconcile" : null;

    /// <summary>Asks the store; the log hears of a change.</summary>
    public void Look()
    {
        IReadOnlyList<RestorationSql.Row> open = store.Read(RestorationSql.Open);
        IReadOnlyList<RestorationSql.Row>? before = Interlocked.Exchange(ref _open, open);
        if (open.Count > 0 && before is not { Count: > 0 })
        {
            logger.LogCritical(HubEvents.Restored, "The database was restored from a backup: read-only until an operator runs bex-hub reconcile.");
        }
        else if (open.Count == 0 && before is { Count: > 0 })
        {
            logger.LogWarning(HubEvents.Reconciled, "The restored database is reconciled; the hub takes changes again.");
        }
    }
}
