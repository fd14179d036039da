using System.Threading.Channels;
using BlacklistExchange.Client;
using Dapper;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Agent.Storage;

/// <summary>
/// Entry keys that outlive the process and are shared by the agents of one profile: written behind, many at a time, since losing the last of them costs units and
/// nothing else. Bounded; the oldest leave.
/// </summary>
internal sealed class KeptEntryKeys : IAsyncDisposable
{
    private const int MostWaiting = 16_384;

    /// <summary>Those of this time are written together: the disk is for what must not be lost.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(500);

    private readonly Channel<(byte[] Name, byte[] Whole)> _waiting = Channel.CreateBounded<(byte[], byte[])>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly AgentDatabase _database;
    private readonly TimeProvider _time;
    private readonly ILogger<KeptEntryKeys> _log;
    private readonly int _most;
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _reading = new();
    private readonly SqliteConnection _reader;
    private readonly SqliteCommand _find;
    private readonly Task _writing;
    private int _uncounted;

    public KeptEntryKeys(AgentDatabase database, AgentSettings settings, TimeProvider time, ILogger<KeptEntryKeys> log)
    {
        (_database, _time, _log, _most) = (database, time, log, settings.KeptEntryKeys);
        _reader = database.OpenReader();
        _find = _reader.CreateCommand();
        _find.CommandText = "SELECT whole FROM entry_key WHERE name = $name";
        _find.Parameters.Add("$name", SqliteType.Blob);
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>As the SDK takes it.</summary>
    public EntryKeyStore Store => new(Find, Keep);

    public byte[]? Find(byte[] name)
    {
        try
        {
            lock (_reading)
            {
                _find.Parameters[0].Value = name;
                return (byte[]?)_find.ExecuteScalar();
            }
        }
        catch (SqliteException exception)
        {
            _log.LogWarning("Kept entry keys cannot be read: {Reason}", exception.Message);
            return null;
        }
    }

    public void Keep(byte[] name, byte[] whole) => _waiting.Writer.TryWrite((name, whole));

    /// <summary>Writes what waits.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _ended.CancelAsync();
        await _writing;
        _ended.Dispose();
        lock (_reading)
        {
            _find.Dispose();
            _reader.Dispose();
        }
    }

    private async Task WriteAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync())
        {
            await Task.Delay(Gather, _time, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            List<(byte[] Name, byte[] Whole)> some = [];
            while (some.Count < MostWaiting && _waiting.Reader.TryRead(out (byte[], byte[]) one))
            {
                some.Add(one);
            }
            try
            {
                _database.Write(connection => Insert(connection, some));
            }
            catch (SqliteException exception)
            {
                _log.LogWarning("{Count} entry keys could not be kept: {Reason}", some.Count, exception.Message);
            }
        }
    }

    private void Insert(SqliteConnection connection, List<(byte[] Name, byte[] Whole)> some)
    {
        long now = _time.GetUtcNow().ToUnixTimeSeconds();
        connection.Execute("INSERT OR REPLACE INTO entry_key (name, whole, kept_at) VALUES (@Name, @Whole, @Now)", some.Select(one => new { one.Name, one.Whole, Now = now }));
        // Counting a million rows takes a while: they are a few thousand too many now and then.
        if ((_uncounted += some.Count) < Math.Min(MostWaiting, _most))
        {
            return;
        }
        _uncounted = 0;
        long over = connection.ExecuteScalar<long>("SELECT count(*) FROM entry_key") - _most;
        if (over > 0)
        {
            connection.Execute("DELETE FROM entry_key WHERE name IN (SELECT name FROM entry_key ORDER BY kept_at LIMIT @over)", new { over });
        }
    }
}
