using System.Collections.Concurrent;
using BlacklistExchange.Agent.Checks;
using BlacklistExchange.Agent.Events;
using BlacklistExchange.Agent.Storage;
using BlacklistExchange.Agent.Watch;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Agent.Outbox;

/// <summary>
/// The worker's first duty: asks again for what is kept, in order of arrival and many at a time so that they share requests, and turns each answer into an event.
/// A check leaves the outbox in the transaction that stores its event; a stop between any two lines loses nothing and doubles nothing.
/// </summary>
internal sealed class DrainOutbox(
    AgentDatabase database, PendingSeal seal, KeptChecks kept, EventLog events, WatchedHandles watched, AskHub ask, HubReach reach, AgentSettings settings, TimeProvider time, ILogger<DrainOutbox> log)
{
    private const int MostAsked = 1024;
    private const int MostSpare = 4096;

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LeastPatience = TimeSpan.FromSeconds(30);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        OutboxSchedule schedule = new();
        ConcurrentQueue<Asked> answered = [];
        HashSet<Task> asking = [];
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            while (true)
            {
                Learn(schedule);
                Settle(schedule, answered);
                asking.RemoveWhere(static task => task.IsCompleted);
                foreach (Asked check in Take(schedule))
                {
                    asking.Add(Task.Run(() => AskAsync(check, answered, ended.Token), CancellationToken.None));
                }
                await kept.Bell.WaitAsync(LookAgain, cancellationToken);
            }
        }
        finally
        {
            await ended.CancelAsync();
            await Task.WhenAll(asking);
        }
    }

    /// <summary>What this process or another has kept since.</summary>
    private void Learn(OutboxSchedule schedule)
    {
        DateTimeOffset now = time.GetUtcNow();
        foreach ((long number, long? latest) in database.Read(connection => PendingSql.After(connection, schedule.Last)))
        {
            schedule.Add(number, latest, now);
        }
    }

    /// <summary>While the hub is away nothing is asked: somebody else finds out when it is back.</summary>
    private Asked[] Take(OutboxSchedule schedule)
    {
        IReadOnlyList<(long Number, DateTimeOffset? Spare)> due = schedule.Take((reach.IsAway ? 0 : MostAsked, MostSpare), time.GetUtcNow());
        if (due.Count == 0)
        {
            return [];
        }
        Dictionary<long, DateTimeOffset?> spare = due.ToDictionary(static one => one.Number, static one => one.Spare);
        return [.. database.Read(connection => PendingSql.Read(connection, [.. spare.Keys])).Select(row => new Asked(row, seal.Open(row), spare[row.Number]))];
    }

    private async Task AskAsync(Asked check, ConcurrentQueue<Asked> answered, CancellationToken cancellationToken)
    {
        CheckAnswer? answer = null;
        try
        {
            answer = check.Request is not { } request ? null
                : check.Spare is { } latest ? await ask.AskWhenSpareAsync(request, latest, cancellationToken)
                : await ask.AskAsync(request, settings.Patience > LeastPatience ? settings.Patience : LeastPatience, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogError("A kept check could not be asked: {Exception} {Place}", exception.GetType(), exception.StackTrace);
        }
        catch
        {
            // The end of this process or of this agent's turn; the check stays where it is.
        }
        answered.Enqueue(check with { Answer = answer });
        kept.Bell.Ring();
    }

    /// <summary>Stores what was answered as events, all of it in one transaction, and puts the rest off.</summary>
    private void Settle(OutboxSchedule schedule, ConcurrentQueue<Asked> answered)
    {
        List<Asked> all = [];
        while (answered.TryDequeue(out Asked? one))
        {
            all.Add(one);
        }
        if (all.Count == 0)
        {
            return;
        }
        DateTimeOffset now = time.GetUtcNow();
        List<Asked> final = [.. all.Where(one => IsFinal(one, now)).OrderBy(static one => one.Row.Number)];
        bool isStored = final.Count == 0 || Store(final);
        foreach (Asked one in all)
        {
            if (isStored && IsFinal(one, now))
            {
                schedule.Settle(one.Row.Number);
                continue;
            }
            schedule.Return(one.Row.Number, failures => Due(one.Answer, failures, now));
        }
    }

    private bool Store(List<Asked> final)
    {
        try
        {
            database.Write(connection => final.ForEach(one => Store(connection, one)));
            events.Bell.Ring();
            return true;
        }
        catch (SqliteException exception)
        {
            log.LogError("Answers could not be stored and are asked for again: {Reason}", exception.Message);
            return false;
        }
    }

    private void Store(SqliteConnection connection, Asked one)
    {
        if (!PendingSql.Remove(connection, one.Row.Number))
        {
            return;
        }
        string pending = new Guid(one.Row.Id, bigEndian: true).ToString();
        if (one.Request is not { } request)
        {
            events.Append(connection, new EventMessage { Type = EventMessage.Unreadable, Pending = pending });
            return;
        }
        CheckAnswer answer = request.Watch ? watched.Begin(connection, request.Id!, one.Answer!) : one.Answer!;
        events.Append(connection, new EventMessage { Type = EventMessage.CheckAnswered, Pending = pending, Id = request.Id, Answer = answer });
    }

    /// <summary>An answer that no later attempt would better, or a check that nobody should keep any longer.</summary>
    private static bool IsFinal(Asked one, DateTimeOffset now) => one.Request is null
        || (one.Answer is { } answer && (!PassingReasons.Pass(answer) || now >= DateTimeOffset.FromUnixTimeSeconds(one.Row.KeptAt) + CheckRequest.LongestWait + TimeSpan.FromDays(1)));

    /// <summary>A budget says itself when.</summary>
    private static DateTimeOffset Due(CheckAnswer? answer, int failures, DateTimeOffset now) =>
        answer?.RetryAt is { } at && DateTimeOffset.FromUnixTimeSeconds(at) is var back && back > now ? back + Pause.After(1, LongestPause) : now + Pause.After(failures, LongestPause);

    private sealed record Asked(PendingRow Row, CheckRequest? Request, DateTimeOffset? Spare, CheckAnswer? Answer = null)
    {
        public override string ToString() => nameof(Asked);
    }
}
