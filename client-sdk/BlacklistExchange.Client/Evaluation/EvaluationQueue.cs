using BlacklistExchange.Client.Hub;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Evaluation;

/// <summary>
/// Concurrent callers share requests: the first goes at once, those who come while it is in flight go together in the next. There is no timer, so a lone
/// caller never waits for company. A whole group's worth of waiting does not wait at all, up to a few requests at a time. A purpose is said once a request,
/// so each purpose has a lane of its own.
/// </summary>
internal sealed class EvaluationQueue(HubApi hub, EntryKeyCache cache) : IDisposable
{
    private const int MostInFlight = 3;

    private readonly Dictionary<string, Lane> _lanes = Purposes.All.ToDictionary(static purpose => purpose, static _ => new Lane());
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Puts all of them in line at once, so that they share a request from the start.</summary>
    public void Add(IReadOnlyList<Wanted> wanted, string purpose)
    {
        Lane lane = _lanes[purpose];
        lock (lane)
        {
            foreach (Wanted one in wanted)
            {
                lane.Waiting.Enqueue(one);
            }
        }
        Pump(lane, purpose);
    }

    /// <summary>Requests in flight end as cancelled; nothing new is sent.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private void Pump(Lane lane, string purpose)
    {
        while (Next(lane) is { } plan)
        {
            // Blinding is work for a processor: the caller's thread does not do it.
            _ = Task.Run(() => RunAsync(lane, plan, purpose), CancellationToken.None);
        }
    }

    private static RoundPlan? Next(Lane lane)
    {
        lock (lane)
        {
            bool mayGo = lane.InFlight == 0 || (lane.InFlight < MostInFlight && lane.Waiting.Count >= GroupSizes.MaxGroup);
            if (!mayGo)
            {
                return null;
            }
            RoundPlan plan = RoundPlan.Take(lane.Waiting);
            if (plan.IsEmpty)
            {
                return null;
            }
            lane.InFlight++;
            return plan;
        }
    }

    private async Task RunAsync(Lane lane, RoundPlan plan, string purpose)
    {
        try
        {
            await new EvaluationRound(hub, cache, purpose).RunAsync(plan, Stopped()).ConfigureAwait(false);
        }
        finally
        {
            lock (lane)
            {
                lane.InFlight--;
            }
            Pump(lane, purpose);
        }
    }

    private CancellationToken Stopped()
    {
        try
        {
            return _stop.Token;
        }
        catch (ObjectDisposedException)
        {
            return new CancellationToken(canceled: true);
        }
    }

    private sealed class Lane
    {
        public Queue<Wanted> Waiting { get; } = new();

        public int InFlight { get; set; }
    }
}
