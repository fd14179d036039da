using BlacklistExchange.Cli.Terminal;
using BlacklistExchange.Protocol.Entries;

namespace BlacklistExchange.Agent.Shadow;

/// <summary>The figures of one week, or of several together, and what follows from them.</summary>
internal sealed class WeekFigures(string week, IReadOnlyDictionary<string, long> amounts)
{
    private static readonly Finding[] Hits = [Finding.Weak, Finding.Strong];
    private static readonly Finding[] Certain = [Finding.Clear, .. Hits];
    private static readonly Outcome[] Agreeing = [Outcome.Expelled, Outcome.Confirmed];
    private static readonly Outcome[] Keeping = [Outcome.Kept, Outcome.FalsePositive];

    /// <summary>Strongest first.</summary>
    public static IReadOnlyList<string> Tiers { get; } = [.. Enum.GetValues<EvidenceTier>().OrderDescending().Select(KebabName.Of)];

    public string Week => week;

    public IReadOnlyDictionary<string, long> Amounts => amounts;

    public long this[string name] => amounts.GetValueOrDefault(name);

    public long Unsure => Below(FigureNames.UnsurePrefix).Sum(static one => one.Amount);

    public long AllHits => Below(FigureNames.HitPrefix).Sum(static one => one.Amount);

    /// <summary>Of the hits that the member decided about, those in which it agreed.</summary>
    public Share Precision => Agreement(Hits, Agreeing, [.. Agreeing, .. Keeping]);

    public Share StrongPrecision => Agreement([Finding.Strong], Agreeing, [.. Agreeing, .. Keeping]);

    /// <summary>Of the applicants whom the member kept, those whom a strong hit would have refused.</summary>
    public Share Friction => new(Sum([Finding.Strong], Keeping), Sum(Certain, Keeping));

    /// <summary>Of the applicants whom the member expelled by itself, those whom the list knew. A hint: who infringes unseen is in neither number.</summary>
    public Share Recall => new(Sum(Hits, [Outcome.Expelled]), Sum(Certain, [Outcome.Expelled]));

    public long Undecided => Sum(Hits, [Outcome.Undecided]);

    public long? Latency(double share) => Shadow.Latency.Within(share, [.. Enumerable.Range(0, Shadow.Latency.Bounds.Length + 1).Select(bucket => this[FigureNames.Latency(bucket)])], this[FigureNames.LatencyMost]);

    public long Agreement(Finding finding, Outcome outcome) => this[FigureNames.Agreement(finding, outcome)];

    public IEnumerable<(string Name, long Amount)> Below(string prefix) => amounts.Where(one => one.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(one => (one.Key[prefix.Length..], one.Value));

    public static WeekFigures Total(IEnumerable<WeekFigures> weeks) => new("all",
        weeks.SelectMany(static one => one.Amounts).GroupBy(static one => one.Key).ToDictionary(static one => one.Key,
            static one => one.Key == FigureNames.LatencyMost ? one.Max(static amount => amount.Value) : one.Sum(static amount => amount.Value)));

    private Share Agreement(Finding[] findings, Outcome[] part, Outcome[] whole) => new(Sum(findings, part), Sum(findings, whole));

    private long Sum(Finding[] findings, Outcome[] outcomes) => findings.Sum(finding => outcomes.Sum(outcome => Agreement(finding, outcome)));
}
