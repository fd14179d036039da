using BlacklistExchange.Agent.Checks;
using BlacklistExchange.Agent.Events;
using BlacklistExchange.Agent.Outbox;
using BlacklistExchange.Agent.Storage;
using BlacklistExchange.Agent.Telemetry;
using BlacklistExchange.Client;

namespace BlacklistExchange.Agent.Watch;

/// <summary>
/// The worker's third duty: after every change of the local list matches all watched handles, some at a time, and stores what is news together with how the
/// applicant stands then. A stop in between costs matching again and tells nothing twice.
/// </summary>
internal sealed class FollowList(AgentDatabase database, WatchedHandles watched, EventLog events, ExchangeClient client, AgentSettings settings, AgentMetrics metrics, TimeProvider time, ILogger<FollowList> log)
{
    private const int Some = 500;

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WhenFull = TimeSpan.FromSeconds(5);

    /// <summary>Handles age by time alone, also while the list stays the same.</summary>
    private static readonly TimeSpan AnywayAfter = TimeSpan.FromHours(12);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        (string Content, long Through)? matched = database.Read(WatchSql.Matched);
        long matchedAt = time.GetTimestamp();
        while (true)
        {
            if (client.ListContent is { } content)
            {
                bool isAll = matched?.Content != content || time.GetElapsedTime(matchedAt) > AnywayAfter;
                matchedAt = isAll ? time.GetTimestamp() : matchedAt;
                matched = await PassAsync(content, isAll ? 0 : matched!.Value.Through, isAll, cancellationToken);
            }
            await Task.Delay(LookAgain, time, cancellationToken);
        }
    }

    /// <summary>Matches whatever comes after a number: all, or those that were added since.</summary>
    private async Task<(string Content, long Through)> PassAsync(string content, long through, bool isAll, CancellationToken cancellationToken)
    {
        bool isNews = isAll;
        while (database.Read(connection => WatchSql.After(connection, through, Some)) is { Count: > 0 } rows)
        {
            List<Change> changes = [.. rows.Select(Match).OfType<Change>()];
            while (changes.Count > 0 && !Store(changes))
            {
                // Events wait until somebody takes some: none is dropped, and no standing is noted that nobody was told of.
                await Task.Delay(WhenFull, time, cancellationToken);
            }
            through = rows[^1].Number;
            isNews = true;
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
        }
        if (isNews)
        {
            database.Write(connection => WatchSql.SetMatched(connection, content, through, time.GetUtcNow().ToUnixTimeSeconds()));
        }
        return (content, through);
    }

    /// <summary>Null when there is no news. A watch that began under a newer list than this process has is left for that one.</summary>
    private Change? Match((long Number, byte[] Name, byte[] Whole, long ListSequence) row)
    {
        if (!watched.TryOpen(row.Name, row.Whole, out WatchedApplicant? before))
        {
            log.LogError("Watch {Number} cannot be opened: it was altered. Begin it again.", row.Number);
            return null;
        }
        CheckAnswer answer;
        try
        {
            answer = watched.Match(before.Handle);
        }
        catch (HandleException)
        {
            log.LogError("The handle of watch {Number} cannot be read by this version. Begin it again.", row.Number);
            return null;
        }
        if ((long)(answer.ListSequence ?? 0) < row.ListSequence)
        {
            return null;
        }
        (WatchedApplicant after, IReadOnlyList<EventMessage> news) = WatchRules.Match(before, answer);
        return after == before ? null : new Change(row.Number, watched.Seal(after, row.Name), (long)(answer.ListSequence ?? 0), news);
    }

    /// <summary>As many as there is room for, in one transaction; true when that was all. What was stored leaves <paramref name="changes"/>.</summary>
    private bool Store(List<Change> changes)
    {
        List<EventMessage> told = [];
        int done = database.Write(connection =>
        {
            long taken = PendingSql.CountRows(connection) + EventSql.CountRows(connection);
            long room = settings.OutboxLimit - taken;
            // Two events of one applicant go together, also where there is room for one alone.
            Change[] fitting = [.. changes.TakeWhile((change, index) => (room -= change.News.Count) >= 0 || (index == 0 && taken == 0 && settings.OutboxLimit > 0))];
            foreach (Change change in fitting.Where(change => WatchSql.Update(connection, change.Number, change.Whole, change.ListSequence)))
            {
                foreach (EventMessage message in change.News)
                {
                    events.Append(connection, message);
                    told.Add(message);
                }
            }
            return fitting.Length;
        });
        changes.RemoveRange(0, done);
        told.ForEach(message => metrics.Changed(message.To ?? message.Type));
        if (told.Count > 0)
        {
            events.Bell.Ring();
        }
        return changes.Count == 0;
    }

    private sealed record Change(long Number, byte[] Whole, long ListSequence, IReadOnlyList<EventMessage> News);
}
