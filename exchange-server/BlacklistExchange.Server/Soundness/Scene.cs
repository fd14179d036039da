using System.Data.Common;
using BlacklistExchange.Server.Copies;
using BlacklistExchange.Server.Snapshots;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Soundness;

/// <summary>One consistent state of a hub, which may run meanwhile, and what opens it. Checks read; none writes.</summary>
internal sealed class Scene : IDisposable
{
    /// <summary>As many rows are looked at of a table that needs arithmetic for each, unless all are asked for.</summary>
    internal const long SampleRows = 10_000;

    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;

    public Scene(StoreEngine engine, SnapshotFiles files, HubOptions options, Kek? kek, KeyFolder? keys, bool all, TimeProvider time, CopyProgress progress)
    {
        (Engine, Files, Options, Kek, Keys, All, Progress) = (engine, files, options, kek, keys, all, progress);
        Now = time.GetUtcNow().ToUnixTimeSeconds();
        _connection = engine.OpenReader();
        _transaction = engine.BeginRead(_connection);
    }

    public StoreEngine Engine { get; }

    public SnapshotFiles Files { get; }

    public HubOptions Options { get; }

    /// <summary>Null when it was not given: then nothing that is sealed or signed by the exchange is looked at.</summary>
    public Kek? Kek { get; }

    public KeyFolder? Keys { get; }

    /// <summary>Of the exchange's signing key; null until it has been opened.</summary>
    public byte[]? ExchangeKey { get; set; }

    public bool All { get; }

    public CopyProgress Progress { get; }

    public long Now { get; }

    public DbConnection Connection => _connection;

    public DbTransaction Transaction => _transaction;

    /// <summary>Rows to look at of so many.</summary>
    public long Sample(long rows) => All ? rows : Math.Min(rows, SampleRows);

    public void Dispose()
    {
        _transaction.Dispose();
        _connection.Dispose();
    }
}
