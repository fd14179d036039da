using System.Net;
using System.Threading.RateLimiting;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Problems;

namespace BlacklistExchange.Server.Members;

/// <summary>
/// How often emergency codes may be said. 128 bits are not guessed at any rate; this keeps strangers from the database, each address for itself and all together, wide enough that
/// a flood from elsewhere does not keep a member's own call away for long.
/// </summary>
internal sealed class EmergencyRate(TimeProvider time) : IDisposable
{
    private const int OfOne = 10;
    private const int OfAll = 200;

    private readonly PartitionedRateLimiter<string> _one = PartitionedRateLimiter.Create<string, string>(static address => RateLimitPartition.GetTokenBucketLimiter(address, static _ => Bucket(OfOne, 1)));
    private readonly TokenBucketRateLimiter _all = new(Bucket(OfAll, OfAll / 4));

    public Refusal? Admit(IPAddress? address)
    {
        using RateLimitLease one = _one.AttemptAcquire(address is null ? Sightings.Others : Sightings.Coarse(address));
        if (one.IsAcquired)
        {
            using RateLimitLease all = _all.AttemptAcquire();
            if (all.IsAcquired)
            {
                return null;
            }
        }
        return new Refusal(ProblemTypes.TooManyRequests, "Emergency codes come too fast; say it again in a few seconds, or ring the operator.") { RetryAt = time.GetUtcNow().ToUnixTimeSeconds() + 2 };
    }

    public void Dispose()
    {
        _one.Dispose();
        _all.Dispose();
    }

    private static TokenBucketRateLimiterOptions Bucket(int limit, int perSecond) => new()
    {
        TokenLimit = limit,
        TokensPerPeriod = perSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
        AutoReplenishment = true,
    };
}
