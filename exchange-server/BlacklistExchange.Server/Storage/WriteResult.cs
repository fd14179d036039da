namespace BlacklistExchange.Server.Storage;

/// <summary>What one item of the writer's group decided: keep its changes, or undo them (and only them) and return the value all the same.</summary>
internal readonly record struct WriteResult<T>(T Value, bool Keep)
{
    public static WriteResult<T> Commit(T value) => new(value, true);

    public static WriteResult<T> Rollback(T value) => new(value, false);
}
