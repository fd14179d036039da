namespace BlacklistExchange.Benchmarks;

/// <summary>What the process ends with.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>The arguments are wrong.</summary>
    public const int Usage = 2;

    /// <summary>Something that the measurement needs is missing here, or what was measured is wrong.</summary>
    public const int NotMeasured = 3;
}
