using System.Text;
using System.Threading.Channels;
using BlacklistExchange.Agent.Checks;
using BlacklistExchange.Agent.Storage;
using BlacklistExchange.Client;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Agent.Shadow;

/// <summary>
/// Writes down what checks found and what the member decided, behind those who tell it and many at a time. A check never waits for it: what does not find room is
/// counted as not measured. A process that is killed loses what it has not yet written; feedback is answered once it is written.
/// </summary>
internal sealed class WeekLedger : IAsyncDisposable
{
    private const string Use = "shadow";
    private const int MostWaiting = 16_384;
    private const int MostAtOnce = 1024;

    private readonly Channel<LedgerEntry> _waiting = Channel.CreateBounded<LedgerEntry>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly AgentDatabase _database;
    private readonly LocalSeal _seal;
    private readonly Mode _mode;
    private readonly SpentUnits? _spent;
    private readonly TimeProvider _time;
    private readonly ILogger<WeekLedger> _log;
    private readonly Task _writing;
    private long _notMeasured;

    public WeekLedger(AgentDatabase database, ExchangeClient client, AgentSettings settings, TimeProvider time, ILogger<WeekLedger> log)
    {
        (_database, _seal, _time, _log) = (database, client.CreateSeal(Use), time, log);
        _mode = settings.Shadow ? Mode.Shadow : Mode.Live;
        // Live, other traffic than that of checks with a name spends units too.
        _spent = settings.Shadow ? new SpentUnits() : null;
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>A check has its answer. Live, only what the caller named is of use: it can be decided about.</summary>
    public void Note(CheckRequest request, CheckAnswer answer, TimeSpan took)
    {
        if (_mode == Mode.Live && request.Id is null)
        {
            return;
        }
        LedgerEntry entry = new(Week, _mode, [.. MeasureRules.FiguresOf(answer, took)], request.Identifiers.Count, took, NameOf(request.Id), MeasureRules.FindingOf(answer));
        if (!_waiting.Writer.TryWrite(entry))
        {
            Interlocked.Increment(ref _notMeasured);
        }
    }

    /// <summary>A check will have no answer: there was no room, or the agent stops.</summary>
    public void NotMeasured()
    {
        if (!_waiting.Writer.TryWrite(new LedgerEntry(Week, _mode, [FigureNames.Checks, FigureNames.NotMeasured])))
        {
            Interlocked.Increment(ref _notMeasured);
        }
    }

    /// <summary>What the member decided; on disk when this returns, the same whether anything was found.</summary>
    /// <exception cref="SqliteException">It could not be written; it may be told again.</exception>
    public async Task TellAsync(string id, Outcome outcome, CancellationToken cancellationToken)
    {
        LedgerEntry entry = new(Week, _mode, [], Name: NameOf(id), Outcome: outcome);
        await _waiting.Writer.WriteAsync(entry, cancellationToken);
        await entry.Written.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Writes what waits.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing;
        _spent?.Dispose();
        _seal.Dispose();
    }

    private string Week => MeasureRules.WeekOf(_time.GetUtcNow());

    private byte[]? NameOf(string? id) => id is null ? null : _seal.NameOf(Encoding.UTF8.GetBytes(id));

    private async Task WriteAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync())
        {
            List<LedgerEntry> some = [];
            while (some.Count < MostAtOnce && _waiting.Reader.TryRead(out LedgerEntry? one))
            {
                some.Add(one);
            }
            Write(some);
        }
        if (_spent is not null)
        {
            Write([]);
        }
    }

    private void Write(List<LedgerEntry> some)
    {
        long lost = Interlocked.Exchange(ref _notMeasured, 0);
        (long units, long identifiers) = _spent?.Take() ?? default;
        try
        {
            _database.Write(connection =>
            {
                LedgerPage page = new(connection, _seal, _time.GetUtcNow());
                some.ForEach(page.Write);
                page.Add(Week, _mode, FigureNames.Checks, lost);
                page.Add(Week, _mode, FigureNames.NotMeasured, lost);
                page.Add(Week, _mode, FigureNames.Units, units);
                page.Add(Week, _mode, FigureNames.Evaluated, identifiers);
                page.Close();
            });
            some.ForEach(static entry => entry.Written.TrySetResult());
        }
        catch (SqliteException exception)
        {
            _log.LogWarning("{Count} figures of this week could not be kept: {Reason}", some.Count, exception.Message);
            some.ForEach(entry => entry.Written.TrySetException(exception));
        }
    }
}
