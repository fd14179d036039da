using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Clock;

/// <summary>
/// Budgets refill by the wall clock, and keys, entries and files end by it, so a clock that jumps would give units away, take them, or destroy what is still needed. While running, the wall clock is compared with the monotonic
/// one; beyond the limit nothing is charged and nothing ends until they agree again or an operator accepts the new time.
/// </summary>
internal sealed class ClockGuard
{
    private readonly TimeProvider _time;
    private readonly ILogger<ClockGuard> _logger;
    private readonly TimeSpan _limit;
    private readonly Lock _one = new();
    private DateTimeOffset _wall;
    private long _monotonic;
    private bool _stepped;

    public ClockGuard(TimeProvider time, HubOptions options, ILogger<ClockGuard> logger)
    {
        _time = time;
        _logger = logger;
        _limit = TimeSpan.FromSeconds(options.Limits.ClockStepSeconds);
        Settle();
    }

    /// <summary>Wall clock minus what the monotonic clock says it should be; positive = jumped ahead.</summary>
    public TimeSpan Divergence
    {
        get
        {
            lock (_one)
            {
                return _time.GetUtcNow() - _wall - _time.GetElapsedTime(_monotonic);
            }
        }
    }

    /// <summary>Ask before charging: the refusal, or null when the clock is sound.</summary>
    public Refusal? Refuse()
    {
        TimeSpan divergence = Divergence;
        bool stepped = divergence.Duration() > _limit;
        Note(stepped, divergence);
        return stepped
            ? new Refusal(ProblemTypes.ClockStepped, $"The hub's clock is {divergence.TotalSeconds:+0;-0} s off its own count. Its operator must set the clock right or run: bex-hub clock accept")
            : null;
    }

    /// <summary>Ask before anything that the passing of time lets happen and nothing brings back: erasing, destroying, withdrawing, forgetting, signing a time.</summary>
    public bool IsSound => Refuse() is null;

    /// <summary>Takes the present wall time as right.</summary>
    public void Settle()
    {
        lock (_one)
        {
            _wall = _time.GetUtcNow();
            _monotonic = _time.GetTimestamp();
        }
    }

    private void Note(bool stepped, TimeSpan divergence)
    {
        lock (_one)
        {
            if (_stepped == stepped)
            {
                return;
            }
            _stepped = stepped;
        }
        if (stepped)
        {
            _logger.LogCritical(HubEvents.ClockStepped, "The wall clock diverges by {Seconds} s from the monotonic clock; charging stops.", (long)divergence.TotalSeconds);
        }
        else
        {
            _logger.LogWarning(HubEvents.ClockSettled, "The clocks agree again; charging goes on.");
        }
    }
}
