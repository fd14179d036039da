namespace BlacklistExchange.Server.Access;

/// <summary>What both clocks said at one moment.</summary>
/// <param name="Wall">The wall clock.</param>
/// <param name="Counted">The time that the monotonic clock has counted since both agreed.</param>
/// <param name="Behind">How far the wall may be behind the count; negative.</param>
/// <param name="Ahead">How far it may be ahead.</param>
internal readonly record struct ClockReading(DateTimeOffset Wall, DateTimeOffset Counted, TimeSpan Behind, TimeSpan Ahead)
{
    /// <summary>Wall minus count; positive = jumped ahead.</summary>
    public TimeSpan Divergence => Wall - Counted;

    public bool IsSound => Divergence >= Behind && Divergence <= Ahead;

    /// <summary>The time to go by.</summary>
    public DateTimeOffset Time => IsSound ? Wall : Counted;

    /// <summary>The time to go by, unix seconds.</summary>
    public long Now => Time.ToUnixTimeSeconds();

    /// <summary>Of two times of which one is right the earlier, unix seconds.</summary>
    public long Earliest => IsSound || Wall > Counted ? Now : Wall.ToUnixTimeSeconds();
}
