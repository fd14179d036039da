using System.Data.Common;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Snapshots;

/// <summary>
/// Whether this node is the one that builds. The seat is a session of the database; who takes it raises the term, and every write of a builder asks, inside its transaction,
/// whether its term is still the last. So a builder that stalled, lost its seat and woke up names nothing any more, whatever it believes.
/// </summary>
internal sealed class Builder(StoreEngine engine, Store store, HubOptions options, TimeProvider time, ILogger<Builder> logger) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly string _node = NodeName.Of(options);
    private DbConnection? _seat;
    private long _term;

    /// <summary>The term in which this node builds; null when it does not.</summary>
    public long? Term => Interlocked.Read(ref _term) is > 0 and long term ? term : null;

    /// <summary>Keeps the seat, or tries to take it; true when this node builds. A database that is away is an election lost, not an error.</summary>
    public async Task<bool> StandAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (Term is not null)
            {
                engine.KeepSeat(_seat!);
                return true;
            }
            Leave();
            return (_seat = engine.TryTakeSeat()) is not null && await BeginAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && (exception is StoreUnavailableException or SetupException || engine.FaultOf(exception) != StoreFault.Own))
        {
            Lose(Term);
            Leave();
            return false;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The term, or <see cref="NotBuilderException"/>.</summary>
    public long Require() => Term ?? throw new NotBuilderException();

    /// <summary>A builder's write: kept only when <paramref name="term"/> is still the last. Throws <see cref="NotBuilderException"/> when it is not; then nothing was written.</summary>
    public async Task<T> WriteAsync<T>(long term, Func<DbConnection, DbTransaction, T> work, CancellationToken cancellationToken)
    {
        (bool ours, T result) = await store.WriteAsync((connection, transaction) =>
            BuilderSql.Find(connection, transaction)?.Term == term
                ? WriteResult<(bool, T)>.Commit((true, work(connection, transaction)))
                : WriteResult<(bool, T)>.Rollback((false, default!)), cancellationToken);
        if (ours)
        {
            return result;
        }
        Lose(term);
        throw new NotBuilderException();
    }

    public void Dispose()
    {
        _seat?.Dispose();
        _one.Dispose();
    }

    private async Task<bool> BeginAsync(CancellationToken cancellationToken)
    {
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        long term = await store.WriteAsync((connection, transaction) => BuilderSql.Raise(connection, transaction, _node, now), cancellationToken);
        Interlocked.Exchange(ref _term, term);
        logger.LogInformation(HubEvents.BuilderElected, "Node {Node} builds from now on, term {Term}.", _node, term);
        return true;
    }

    /// <summary>The next <see cref="StandAsync"/> lets go of the seat and stands anew.</summary>
    private void Lose(long? term)
    {
        if (term is { } lost && Interlocked.CompareExchange(ref _term, 0, lost) == lost)
        {
            logger.LogWarning(HubEvents.BuilderLost, "Node {Node} does not build any more, term {Term} is over.", _node, lost);
        }
    }

    private void Leave()
    {
        _seat?.Dispose();
        _seat = null;
    }
}
