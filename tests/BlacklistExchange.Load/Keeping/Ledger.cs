using System.Text.Json;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Load.Keeping;

/// <summary>
/// The load program's own book, beside the hub's: what was sent and what the hub acknowledged. A line that something leaves is written before it leaves and outlives this process; a line
/// that something was acknowledged is on the disk before the operation counts as done. One file, only ever appended to; safe to use from many threads.
/// </summary>
/// <remarks>It holds the entry keys of made-up reports in the clear: never one of a real member's.</remarks>
internal sealed class Ledger : IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly FileStream _file;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly Task _syncing;
    private List<TaskCompletionSource> _waiting = [];
    private bool _ended;

    private Ledger(FileStream file, TimeProvider time)
    {
        _file = file;
        _time = time;
        _syncing = Task.Run(SyncAsync);
    }

    public string Path => _file.Name;

    /// <summary>Begins a new ledger.</summary>
    /// <exception cref="NotMeasuredException">There is a file already: a ledger is one run's.</exception>
    public static Ledger Create(string path, TimeProvider time)
    {
        try
        {
            return new Ledger(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0), time);
        }
        catch (IOException exception)
        {
            throw new NotMeasuredException($"The ledger {path} cannot be begun: {exception.Message} Name a new file; `verify` takes several.");
        }
    }

    /// <summary>Writes a line; when this returns, the line outlives this process.</summary>
    public void Note(LedgerLine line)
    {
        byte[] bytes = Bytes(line);
        lock (_gate)
        {
            _file.Write(bytes);
        }
    }

    /// <summary>Writes a line; when the task ends, the line is durable. One fsync serves all that wait for it.</summary>
    public async Task KeepAsync(LedgerLine line)
    {
        byte[] bytes = Bytes(line);
        TaskCompletionSource kept = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _file.Write(bytes);
            _waiting.Add(kept);
        }

        _wake.Release();
        await kept.Task;
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _ended = true;
        }

        _wake.Release();
        await _syncing;
        await _file.DisposeAsync();
        _wake.Dispose();
    }

    private byte[] Bytes(LedgerLine line) => [.. JsonSerializer.SerializeToUtf8Bytes(line with { At = _time.GetUtcNow().ToUnixTimeSeconds() }, LedgerJson.Default.LedgerLine), (byte)'\n'];

    private async Task SyncAsync()
    {
        for (bool ended = false; !ended;)
        {
            await _wake.WaitAsync();
            List<TaskCompletionSource> waiting;
            lock (_gate)
            {
                (waiting, _waiting, ended) = (_waiting, [], _ended);
            }

            if (waiting.Count > 0)
            {
                Sync(waiting);
            }
        }
    }

    private void Sync(List<TaskCompletionSource> waiting)
    {
        try
        {
            Posix.Fsync(_file.SafeFileHandle, _file.Name);
            waiting.ForEach(static kept => kept.SetResult());
        }
        catch (IOException exception)
        {
            waiting.ForEach(kept => kept.SetException(exception));
        }
    }
}
