namespace BlacklistExchange.KillTest.Failover;

/// <summary>What one kill of the primary cost.</summary>
/// <param name="Interval">From one acknowledged report to the next, all members, before the kill.</param>
/// <param name="Promoted">How long the commands took that promote the standby.</param>
/// <param name="Acknowledged">From the beginning of these commands until a report was acknowledged again.</param>
/// <param name="Longest">The longest answer, good or 503.</param>
/// <param name="Refused">Requests that were answered 503.</param>
internal sealed record Kill(TimeSpan Interval, TimeSpan Promoted, TimeSpan Acknowledged, TimeSpan Longest, int Refused)
{
    /// <summary>The pause as so many reports.</summary>
    public double Ratio => Acknowledged / Interval;
}
