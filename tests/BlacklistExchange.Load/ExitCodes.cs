namespace BlacklistExchange.Load;

/// <summary>What the process ends with.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>Operations failed, or the hub has not kept what it had acknowledged.</summary>
    public const int Failed = 1;

    /// <summary>The arguments are wrong.</summary>
    public const int Usage = 2;

    /// <summary>Something that the measurement needs is missing here, the hub does not answer, or what was measured is wrong.</summary>
    public const int NotMeasured = 3;
}
