using System.Runtime.ExceptionServices;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Client.Evaluation;

/// <summary>What one caller puts in line together: one task for all of it, since a task an identifier would cost as much as its look-up.</summary>
/// <param name="use">Takes the entry key of a place, on any thread; the key is zeroed when it returns.</param>
/// <param name="cancellationToken">Ends the waiting of all of them.</param>
internal sealed class WantedBatch(Action<int, EntryKey> use, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Wanted> _all = [];
    private int _left;

    public IReadOnlyList<Wanted> All => _all;

    /// <summary>Who waits in the spare line and is served through this batch of one; null for all others.</summary>
    public Wanted? InPlaceOf { get; private init; }

    /// <summary>Why nobody waits any more; null while somebody does.</summary>
    public OperationCanceledException? Cancelled => cancellationToken.IsCancellationRequested ? new OperationCanceledException(cancellationToken) : null;

    /// <summary>A batch of one that fills padding in the place of <paramref name="waiting"/>: its failure is not theirs.</summary>
    public static WantedBatch Of(Wanted waiting)
    {
        WantedBatch batch = new((_, key) => waiting.Accept(key), CancellationToken.None) { InPlaceOf = waiting };
        batch.Add(0, waiting.Key, waiting.Kind, waiting.Input, waiting.Epoch);
        return batch;
    }

    /// <summary>Adds one; not after the batch was put in line.</summary>
    public void Add(int place, CacheKey key, IdentifierKind kind, ReadOnlyMemory<byte> input, EpochKeys epoch)
    {
        _all.Add(new Wanted(this, place, key, kind, input, epoch));
        _left++;
    }

    /// <summary>Waits until every one of them has its entry key or a reason why there is none. Throws for cancellation alone.</summary>
    public Task WaitAsync() => _all.Count == 0 ? Task.CompletedTask : _done.Task.WaitAsync(cancellationToken);

    /// <summary>Throws the first reason why there is no entry key, when there is one.</summary>
    public void ThrowIfAnyFailed()
    {
        if (_all.Find(static wanted => wanted.Failure is not null) is { Failure: { } failure })
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    public void Use(int place, EntryKey key) => use(place, key);

    public void OneEnded()
    {
        if (Interlocked.Decrement(ref _left) == 0)
        {
            _done.TrySetResult();
        }
    }
}
