using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Agent.Storage;

/// <summary>What many requests write at a time shares one transaction, since making one durable costs the same as many. It succeeds or fails for all of them.</summary>
internal sealed class GroupedWrites : IAsyncDisposable
{
    private const int Most = 512;

    private readonly Channel<(Action<SqliteConnection> Write, TaskCompletionSource Done)> _waiting = Channel.CreateUnbounded<(Action<SqliteConnection>, TaskCompletionSource)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly AgentDatabase _database;
    private readonly Task _writing;

    public GroupedWrites(AgentDatabase database)
    {
        _database = database;
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Durable when this returns.</summary>
    /// <exception cref="SqliteException">As of <see cref="AgentDatabase.Write{T}"/>.</exception>
    public async Task<T> RunAsync<T>(Func<SqliteConnection, T> write)
    {
        T result = default!;
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await _waiting.Writer.WriteAsync((connection => result = write(connection), done));
        await done.Task;
        return result;
    }

    /// <summary>Writes what waits.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing;
    }

    private async Task WriteAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync())
        {
            List<(Action<SqliteConnection> Write, TaskCompletionSource Done)> some = [];
            while (some.Count < Most && _waiting.Reader.TryRead(out (Action<SqliteConnection>, TaskCompletionSource) one))
            {
                some.Add(one);
            }
            try
            {
                _database.Write(connection => some.ForEach(one => one.Write(connection)));
                some.ForEach(static one => one.Done.SetResult());
            }
            catch (Exception exception)
            {
                some.ForEach(one => one.Done.SetException(exception));
            }
        }
    }
}
