using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Client.Evaluation;

/// <summary>
/// One identifier under one epoch that somebody waits for. The entry key is lent to <see cref="_use"/> and zeroed afterwards: whoever needs it longer takes a copy.
/// </summary>
internal sealed class Wanted
{
    private readonly Action<EntryKey> _use;
    private readonly CancellationToken _cancellationToken;
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Wanted(CacheKey key, IdentifierKind kind, ReadOnlyMemory<byte> input, EpochKeys epoch, Action<EntryKey> use, CancellationToken cancellationToken)
    {
        (Key, Kind, Input, Epoch) = (key, kind, input, epoch);
        _use = use;
        _cancellationToken = cancellationToken;
        // An answer that nobody waits for any more must not surface as an unobserved exception.
        _ = _done.Task.ContinueWith(static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    public CacheKey Key { get; }

    public IdentifierKind Kind { get; }

    public ReadOnlyMemory<byte> Input { get; }

    public EpochKeys Epoch { get; }

    /// <summary>Ends when the entry key was used, with the exception when there will be none.</summary>
    public Task Done => _done.Task;

    /// <summary>True when nobody waits any more; it is then left out of requests that were not sent yet.</summary>
    public bool IsAbandoned
    {
        get
        {
            if (!_cancellationToken.IsCancellationRequested)
            {
                return false;
            }
            _done.TrySetCanceled(_cancellationToken);
            return true;
        }
    }

    public void Accept(EntryKey key)
    {
        try
        {
            _use(key);
            _done.TrySetResult();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            _done.TrySetException(exception);
        }
    }

    public void Fail(Exception exception) => _done.TrySetException(exception);
}
