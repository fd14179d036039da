using System.Globalization;
using System.Text.Json.Nodes;

namespace BlacklistExchange.Cli.Drips;

/// <summary>
/// How far a drip is, how fast, and the day on which it will be through. The pace is that of the last day, so that a night does not look like the end: sign-ups
/// carry it, and they come and go.
/// </summary>
internal sealed class DripProgress(long total, DateTimeOffset started)
{
    private static readonly TimeSpan Window = TimeSpan.FromDays(1);
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(10);

    /// <summary>When, and how many were done then; one a step, no older than the window but for the first.</summary>
    private readonly LinkedList<(DateTimeOffset At, long Done)> _marks = new([(started, 0L)]);

    public long Done { get; private set; }

    public long Left => total - Done;

    /// <summary>Rows a day; null before there is anything to tell it by.</summary>
    public double? PerDay { get; private set; }

    /// <summary>When the last row will have its answer at this pace; null when that cannot be told.</summary>
    public DateTimeOffset? EndsAt { get; private set; }

    public void Add(int rows) => Done += rows;

    /// <summary>Looks at the clock.</summary>
    public void Mark(DateTimeOffset now)
    {
        while (_marks.First!.Next is { } second && now - second.Value.At >= Window)
        {
            _marks.RemoveFirst();
        }
        (DateTimeOffset at, long done) = _marks.First!.Value;
        TimeSpan took = now - at;
        PerDay = took > TimeSpan.Zero && Done > done ? (Done - done) / took.TotalDays : null;
        EndsAt = PerDay is { } pace && Left / pace < 36_500 ? now + TimeSpan.FromDays(Left / pace) : null;
        if (now - _marks.Last!.Value.At >= Step)
        {
            _marks.AddLast((now, Done));
        }
    }

    /// <summary>For people, within one line.</summary>
    public string Describe()
    {
        long share = total == 0 ? 100 : 100 * Done / total;
        string pace = PerDay is { } rows ? $", {rows.ToString("N0", CultureInfo.InvariantCulture)} a day" : ", no spare slot yet";
        return $"{Done} of {total} ({share} %){pace}{(EndsAt is { } end && Left > 0 ? $", done about {end:yyyy-MM-dd HH:mm} UTC" : "")}";
    }

    public JsonObject ToJson() => new()
    {
        ["done"] = Done, ["total"] = total, ["rows_a_day"] = PerDay is { } rows ? Math.Round(rows) : null, ["ends_at"] = EndsAt?.ToUnixTimeSeconds(),
    };
}
