namespace BlacklistExchange.Server.OperatorConsole;

/// <summary>What <c>bex-hub</c> ends with.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>The hub refused; the problem is on standard error.</summary>
    public const int Refused = 1;

    /// <summary>The command line, the settings or the data folder are not as they must be.</summary>
    public const int Setup = 2;

    /// <summary>No hub answers.</summary>
    public const int Unreachable = 3;

    /// <summary>The outcome of a commit is unknown: the hub has stopped so that recovery decides. Start it again.</summary>
    public const int StoreOutcomeUnknown = 70;
}
