using System.Data.Common;


namespace BlacklistExchange.Server.Storage;

/// <summary>One caller's work in the writer's queue. Completed by the writer alone, after the commit.</summary>
internal abstract class WriteItem
{
    /// <summary>True when the caller has gone before the work began; then it never runs.</summary>
    public abstract bool CancelIfAsked();

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

    public override bool CancelIfAsked() => cancellationToken.IsCancellationRequested && _completion.TrySetCanceled(cancellationToken);

    public override bool Run(DbConnection connection, DbTransaction transaction)
    {
        WriteResult<T> result = work(connection, transaction);
        _value = result.Value;
        return result.Keep;
    }

    public override void Complete() => _completion.TrySetResult(_value);

    public override void Fail(Exception exception) => _completion.TrySetException(exception);
}
