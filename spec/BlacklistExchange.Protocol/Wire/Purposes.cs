namespace BlacklistExchange.Protocol.Wire;

/// <summary>Why an evaluation is asked for (spec/protocol.md §5.1); policy allows or refuses by sector and kind.</summary>
public static class Purposes
{
    /// <summary>A new account.</summary>
    public const string SignUp = "sign-up";

    /// <summary>An account that is already there.</summary>
    public const string ReCheck = "re-check";

    /// <summary>Before money is paid out.</summary>
    public const string Payout = "payout";

    /// <summary>A parcel's sender.</summary>
    public const string Parcel = "parcel";

    /// <summary>A case under investigation.</summary>
    public const string Investigation = "investigation";

    /// <summary>A person contests an entry.</summary>
    public const string Appeal = "appeal";

    /// <summary>To file a report.</summary>
    public const string Report = "report";

    /// <summary>To carry one's own reports into a newer epoch; has a budget of its own.</summary>
    public const string Renewal = "renewal";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [SignUp, ReCheck, Payout, Parcel, Investigation, Appeal, Report, Renewal];
}
