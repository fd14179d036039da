using BlacklistExchange.Client;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Agent.Shadow;

/// <summary>Some entries being written in one transaction: sums are made here, so that each figure is touched once.</summary>
internal sealed class LedgerPage(SqliteConnection connection, LocalSeal seal, DateTimeOffset now)
{
    /// <summary>How long an applicant is remembered; the figures stay.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromDays(26 * 7);

    private readonly Dictionary<(string Week, Mode Mode, string Name), long> _sums = [];
    private readonly Dictionary<(string Week, Mode Mode), TimeSpan> _longest = [];

    public void Add(string week, Mode mode, string name, long amount) =>
        _sums[(week, mode, name)] = _sums.GetValueOrDefault((week, mode, name)) + amount;

    public void Write(LedgerEntry entry)
    {
        foreach (string figure in entry.Figures)
        {
            Add(entry.Week, entry.Mode, figure, 1);
        }
        Add(entry.Week, entry.Mode, FigureNames.Identifiers, entry.Identifiers);
        if (entry.Took > _longest.GetValueOrDefault((entry.Week, entry.Mode)))
        {
            _longest[(entry.Week, entry.Mode)] = entry.Took;
        }
        if (entry.Name is { } name)
        {
            Remember(entry, name);
        }
    }

    /// <summary>Writes the sums and forgets who is old.</summary>
    public void Close()
    {
        foreach (((string week, Mode mode, string name), long amount) in _sums.Where(static sum => sum.Value != 0))
        {
            WeekSql.Add(connection, week, mode, name, amount);
        }
        foreach (((string week, Mode mode), TimeSpan longest) in _longest)
        {
            WeekSql.Raise(connection, week, mode, FigureNames.LatencyMost, (long)Math.Ceiling(longest.TotalMilliseconds));
        }
        WeekSql.ForgetApplicants(connection, (now - Memory).ToUnixTimeSeconds());
    }

    private void Remember(LedgerEntry entry, byte[] name)
    {
        Applicant? before = WeekSql.FindApplicant(connection, name) is { } whole ? Applicant.Open(seal, name, whole) : null;
        Applicant after = before ?? Applicant.New(entry.Week, entry.Mode);
        after = entry.Finding is { } finding ? after.Checked(entry.Week, entry.Mode, finding) : after;
        after = entry.Outcome is { } outcome ? after.Decided(outcome) : after;
        if (after == before)
        {
            return;
        }
        if (before is not null)
        {
            Add(before.Week, before.Mode, before.Figure, -1);
        }
        Add(after.Week, after.Mode, after.Figure, 1);
        if (entry.Outcome is { } told && told != before?.Outcome)
        {
            Add(entry.Week, entry.Mode, FigureNames.Told(told), 1);
        }
        WeekSql.KeepApplicant(connection, name, after.Seal(seal, name), new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).ToUnixTimeSeconds());
    }
}
