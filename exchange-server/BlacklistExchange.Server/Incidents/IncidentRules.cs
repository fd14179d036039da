using BlacklistExchange.Server.Clock;
using BlacklistExchange.Server.Problems;

namespace BlacklistExchange.Server.Incidents;

/// <summary>Which hours a report covers, what it is compared with, and which hours stand out. No I/O.</summary>
internal static class IncidentRules
{
    internal const long Hour = 3_600;

    /// <summary>Hours that stand out, at most; the largest.</summary>
    internal const int MaxHours = 24;

    /// <param name="Since">What was asked for, unix seconds.</param>
    /// <param name="Until">What was asked for.</param>
    /// <param name="From">The hour that holds <see cref="Since"/>: use is known by the hour.</param>
    /// <param name="To">The end of the hour that holds <see cref="Until"/>.</param>
    internal sealed record Window(long Since, long Until, long From, long To)
    {
        /// <summary>Where the equally long time before begins.</summary>
        internal long BaselineFrom => From - (To - From);
    }

    internal static Outcome<Window> Read(string? since, string? until, long now)
    {
        if (!Moment.TryParsePast(since, now, out long from) || from >= now || from < 0)
        {
            return new Refusal(ProblemTypes.InvalidField, $"Since when the key may have been in other hands: {Moment.PastForms}") { Field = "since" };
        }
        long to = now;
        if (until is not null && (!Moment.TryParsePast(until, now, out to) || to > now || to <= from))
        {
            return new Refusal(ProblemTypes.InvalidField, $"After 'since' and not in the future: {Moment.PastForms}") { Field = "until" };
        }
        return new Window(from, to, from - from % Hour, to - to % Hour + Hour);
    }

    /// <summary>Hours in which more was evaluated than in any hour of the time before, the largest first; all of them when there was nothing before.</summary>
    internal static IReadOnlyList<IncidentHour> Outstanding(IEnumerable<IncidentHour> hours, IEnumerable<IncidentHour> baseline)
    {
        long usual = baseline.Select(static hour => hour.Units).DefaultIfEmpty(0).Max();
        return [.. hours.Where(hour => hour.Units > usual).OrderByDescending(static hour => hour.Units).ThenBy(static hour => hour.Hour)];
    }
}
