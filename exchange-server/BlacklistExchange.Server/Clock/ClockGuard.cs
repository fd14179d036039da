using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Clock;

/// <summary>
/// Budgets refill by the wall clock, and keys, entries and files end by it, so a clock that jumps would give units away, take them, or destroy what is still needed. While running, the wall clock is compared with the monotonic
/// one; beyond the limit nothing is charged and nothing ends until they agree again or an operator accepts the new time.
/// </summary>
internal sealed class ClockGuard(SoundTime time, ILogger<ClockGuard> logger)
{
    private int _stepped;

    /// <summary>Ask before anything that the passing of time lets happen and nothing brings back: erasing, destroying, withdrawing, forgetting, signing a time.</summary>
    public bool IsSound => Refuse() is null;

    /// <summary>What both clocks say.</summary>
    public ClockReading Look() => time.Look();

    /// <summary>Ask before charging: the refusal, or null when the clock is sound.</summary>
    public Refusal? Refuse() => Ask().TryGet(out _, out Refusal? refusal) ? null : refusal;

    /// <summary>The time to charge by, unix seconds, from the very look that found it sound.</summary>
    public Outcome<long> Ask()
    {
        ClockReading reading = time.Look();
        Note(reading);
        return reading.IsSound ? reading.Now
            : new Refusal(ProblemTypes.ClockStepped,
                $"The hub's clock is {reading.Divergence.TotalSeconds:+0;-0} s off its own count. Its operator must set the clock right or run: bex-hub clock accept");
    }

    /// <summary>Takes the present wall time as right.</summary>
    public void Settle() => time.Settle();

    private void Note(ClockReading reading)
    {
        int stepped = reading.IsSound ? 0 : 1;
        if (Interlocked.Exchange(ref _stepped, stepped) == stepped)
        {
            return;
        }
        if (stepped == 1)
        {
            logger.LogCritical(HubEvents.ClockStepped, "The wall clock is {Seconds} s off what the hub has counted; charging stops.", (long)reading.Divergence.TotalSeconds);
        }
        else
        {
            logger.LogWarning(HubEvents.ClockSettled, "The clocks agree again; charging goes on.");
        }
    }
}
