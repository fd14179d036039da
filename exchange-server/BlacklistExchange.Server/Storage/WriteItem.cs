using System.Data.Common;

namespace BlacklistExchange.Server.Storage;

/// <summary>One caller's work in the writer's queue. Completed by the writer alone, after the commit.</summary>
internal abstract class WriteItem
{
    private const int Queued = 0;
    private const int Taken = 1;
    private const int Withdrawn = 2;
    private int _state;

    /// <summary>The writer begins with it. False when the caller has gone before that; then it never runs.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Queued) != Withdrawn && !CancelIfAsked();

    /// <summary>The caller waits no longer. False when the writer has begun with it.</summary>
    public bool TryWithdraw() => Interlocked.CompareExchange(ref _state, Withdrawn, Queued) == Queued;

    protected abstract bool CancelIfAsked();

    /// <summary>Runs the work; true when its changes are to be kept.</summary>
    public abstract bool Run(DbConnection connection, DbTransaction transaction);

    public abstract void Complete();

    public abstract void Fail(Exception exception);
}

internal sealed class WriteItem<T>(Func<DbConnection, DbTransaction, WriteResult<T>> work, CancellationToken cancellationToken) : WriteItem
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _value = default!;

    public Task<T> Task => _completion.Task;

    protected override bool CancelIfAsked() => cancellationToken.IsCancellationRequested && _completion.TrySetCanceled(cancellationToken);

    public override bool Run(DbConnection connection, DbTransaction transaction)
    {
        WriteResult<T> result = work(connection, transaction);
        _value = result.Value;
        return result.Keep;
    }

    public override void Complete() => _completion.TrySetResult(_value);

    public override void Fail(Exception exception) => _completion.TrySetException(exception);
}
