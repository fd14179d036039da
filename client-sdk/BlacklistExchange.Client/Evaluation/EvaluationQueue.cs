using BlacklistExchange.Client.Hub;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Evaluation;

/// <summary>
/// Concurrent callers share requests: the first goes at once, those who come while it is in flight go together in the next. There is no timer, so a lone
/// caller never waits for company. Of those who wait as many go as fill a padded group to half, and the rest goes first in the next request: whoever has company
/// costs at most two units. A whole group's worth of waiting does not wait at all, up to a few requests at a time. A purpose is said once a request, so each
/// purpose has a lane of its own. Arithmetic of all lanes shares one thread a core.
/// </summary>
internal sealed class EvaluationQueue(HubApi hub, EntryKeyCache cache) : IDisposable
{
    private readonly ArithmeticThreads _threads = new();
    private readonly Dictionary<string, Lane> _lanes = Purposes.All.ToDictionary(static purpose => purpose, static _ => new Lane());
    private readonly SpareLine _spare = new(cache);
    private readonly CancellationTokenSource _stop = new();

    /// <summary>
    /// Requests of one purpose at a time: while one group is at the hub the cores have another to blind and a third to finalize, and no more groups are out than
    /// are worth paying for twice after a stop.
    /// </summary>
    public static int MostInFlight { get; } = Math.Clamp(2 * Environment.ProcessorCount, 4, 12);

    /// <summary>Puts all of them in line at once, so that they share a request from the start.</summary>
    public void Add(WantedBatch batch, string purpose)
    {
        Lane lane = _lanes[purpose];
        lock (lane)
        {
            foreach (Wanted one in batch.All)
            {
                lane.Waiting.Add(one);
            }
        }
        Pump(lane, purpose);
    }

    /// <summary>Puts all of them in line for the padding of others' requests, of whatever purpose; they are asked for when there is some.</summary>
    public void AddWhenSpare(WantedBatch batch) => _spare.Add(batch);

    /// <summary>Requests in flight end as cancelled; nothing new is sent.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
        _spare.End();
        _threads.Dispose();
    }

    private void Pump(Lane lane, string purpose)
    {
        while (Next(lane) is { } plan)
        {
            // Choosing and sending is not for the caller's thread either.
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
            RoundPlan plan = lane.Waiting.Take(lane.Asked.Contains);
            if (plan.IsEmpty)
            {
                return null;
            }
            lane.InFlight++;
            lane.Asked.AddRange(plan.Names);
            return plan;
        }
    }

    private async Task RunAsync(Lane lane, RoundPlan plan, string purpose)
    {
        try
        {
            await new EvaluationRound(hub, cache, _threads, _spare, purpose).RunAsync(plan, Stopped()).ConfigureAwait(false);
        }
        finally
        {
            lock (lane)
            {
                lane.InFlight--;
                foreach ((uint, IdentifierKind) name in plan.Names)
                {
                    lane.Asked.Remove(name);
                }
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
        public WaitingLine Waiting { get; } = new();

        public int InFlight { get; set; }

        /// <summary>Kinds and epochs in flight, once for each request.</summary>
        public List<(uint Epoch, IdentifierKind Kind)> Asked { get; } = [];
    }
}
