using System.Threading.RateLimiting;
using BlacklistExchange.Server.Problems;

namespace BlacklistExchange.Server.Access;

/// <summary>A bucket of requests a member, so that one cannot starve the others of processor. Not the budget: that is durable and counts elements.</summary>
internal sealed class RequestRate(HubOptions options, TimeProvider time) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(member =>
        RateLimitPartition.GetTokenBucketLimiter(member, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Limits.RequestBurst,
            TokensPerPeriod = Math.Max(1, (int)(options.Limits.RequestsPerSecond / 10)),
            ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
            QueueLimit = 0,
            AutoReplenishment = true,
        }));

    public Refusal? Admit(string member)
    {
        using RateLimitLease lease = _limiter.AttemptAcquire(member);
        return lease.IsAcquired ? null : new Refusal(ProblemTypes.TooManyRequests, $"At most {options.Limits.RequestsPerSecond:0} requests a second; put more elements into each.")
        {
            RetryAt = time.GetUtcNow().ToUnixTimeSeconds() + 1,
        };
    }

    public void Dispose() => _limiter.Dispose();
}
