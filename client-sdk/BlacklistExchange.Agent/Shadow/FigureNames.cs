using BlacklistExchange.Cli.Terminal;

namespace BlacklistExchange.Agent.Shadow;

/// <summary>Names of the figures of a week, as spec/agent-shadow.md lists them.</summary>
internal static class FigureNames
{
    public const string Checks = "checks";
    public const string NotMeasured = "not-measured";
    public const string Identifiers = "identifiers";
    public const string WouldRefuse = "would-refuse";
    public const string Units = "units";
    public const string Evaluated = "evaluated";
    public const string LatencyMost = "latency.most";
    public const string UnsurePrefix = "unsure.";
    public const string HitPrefix = "hit.";
    public const string ToldPrefix = "told.";

    public static string Unsure(string reason) => UnsurePrefix + reason;

    public static string Hit(string tier, string strength) => $"{HitPrefix}{tier}.{strength}";

    public static string Told(Outcome outcome) => ToldPrefix + KebabName.Of(outcome);

    public static string Agreement(Finding finding, Outcome outcome) => $"agree.{KebabName.Of(finding)}.{KebabName.Of(outcome)}";

    public static string Latency(int bucket) => $"latency.{bucket}";
}
