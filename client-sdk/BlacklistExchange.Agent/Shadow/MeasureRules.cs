using System.Globalization;
using BlacklistExchange.Agent.Checks;
using BlacklistExchange.Cli.Terminal;
using BlacklistExchange.Client;

namespace BlacklistExchange.Agent.Shadow;

/// <summary>What one answer adds to the figures of its week, without I/O.</summary>
internal static class MeasureRules
{
    /// <summary>The ISO week in UTC.</summary>
    public static string WeekOf(DateTimeOffset time) =>
        string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(time.UtcDateTime):D4}-W{ISOWeek.GetWeekOfYear(time.UtcDateTime):D2}");

    public static Finding FindingOf(CheckAnswer answer) =>
        answer.Strength == KebabName.Of(ApplicantStrength.Strong) ? Finding.Strong
        : answer.Strength == KebabName.Of(ApplicantStrength.Weak) ? Finding.Weak
        : answer.Verdict == KebabName.Of(Verdict.NotListed) ? Finding.Clear : Finding.Unsure;

    /// <summary>Counted once a check, each by one.</summary>
    public static IEnumerable<string> FiguresOf(CheckAnswer answer, TimeSpan took)
    {
        yield return FigureNames.Checks;
        yield return FigureNames.Latency(Latency.BucketOf(took));
        Finding finding = FindingOf(answer);
        if (finding is Finding.Strong or Finding.Weak)
        {
            yield return FigureNames.Hit(TierOf(answer), answer.Strength);
        }
        if (finding == Finding.Strong)
        {
            yield return FigureNames.WouldRefuse;
        }
        if (finding == Finding.Unsure)
        {
            yield return FigureNames.Unsure(answer.Reason ?? "other");
        }
    }

    /// <summary>The strongest ground among the listed entries.</summary>
    private static string TierOf(CheckAnswer answer) =>
        WeekFigures.Tiers.FirstOrDefault(tier => answer.Identifiers.Any(one => one.Verdict == AnswerRules.Listed && one.Tier == tier)) ?? "unknown";
}
