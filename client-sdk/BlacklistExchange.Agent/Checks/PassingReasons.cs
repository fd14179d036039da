using BlacklistExchange.Cli.Terminal;
using BlacklistExchange.Client;

namespace BlacklistExchange.Agent.Checks;

/// <summary>
/// Which uncertain answers a later attempt may turn into certain ones, without I/O (spec/agent.md section 2). What policy, kind or the text itself decides does not
/// pass. A refused certificate does: it is renewed, and a hub that goes away looks the same.
/// </summary>
internal static class PassingReasons
{
    public const string Timeout = "timeout";
    public const string Failed = "failed";

    private static readonly string Unreachable = KebabName.Of(UnsureReason.Unreachable);
    private static readonly string NoList = KebabName.Of(UnsureReason.NoList);

    /// <summary>The reasons, as answers spell them.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        Timeout, Failed, Unreachable, NoList, KebabName.Of(UnsureReason.ListTooOld), KebabName.Of(UnsureReason.EpochEnded), KebabName.Of(UnsureReason.BudgetExhausted),
        KebabName.Of(UnsureReason.Unverified), KebabName.Of(UnsureReason.CertificateRefused),
    ];

    /// <summary>Whether anything in the answer may become certain.</summary>
    public static bool Pass(CheckAnswer answer) => answer.Identifiers.Any(static one => one.Reason is { } reason && All.Contains(reason));

    /// <summary>Whether the answer says that the hub was not reached.</summary>
    public static bool IsAway(CheckAnswer answer) => answer.Identifiers.Any(static one => one.Reason is { } reason && (reason == Timeout || reason == Unreachable || reason == NoList));
}
