using System.Diagnostics;
using BlacklistExchange.Client.Hub;
using BlacklistExchange.Client.Telemetry;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Evaluation;

/// <summary>
/// One request to every holder at the same time, and what comes of it: blind, ask, verify, combine, hand out. Whatever does not verify ends as an exception
/// for those who wait; nothing in here can end as "not listed".
/// </summary>
internal sealed class EvaluationRound(HubApi hub, EntryKeyCache cache, ArithmeticThreads threads, SpareLine spare, string purpose)
{
    /// <summary>Carries a plan out. Always completes everyone in it; never throws.</summary>
    public async Task RunAsync(RoundPlan plan, CancellationToken cancellationToken)
    {
        List<Task<RoundGroup>> blinding = [];
        try
        {
            spare.Fill(plan);
            blinding.AddRange(plan.Groups().Select(group => threads.RunAsync(() => new RoundGroup(group.Slots, group.Size))));
            await AskAsync([.. await Task.WhenAll(blinding).ConfigureAwait(false)], cancellationToken).ConfigureAwait(false);
        }
        catch (ExchangeException exception) when (Parts(plan, exception) is { Count: > 0 } parts)
        {
            // One kind's policy or budget must not refuse the others, and what remains of a budget must reach somebody. A refusal charged nothing.
            foreach (RoundPlan part in parts)
            {
                await RunAsync(part, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            Fail(plan, new ObjectDisposedException(nameof(ExchangeClient)));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Fail(plan, exception);
        }
        finally
        {
            foreach (Task<RoundGroup> group in blinding)
            {
                await ((Task)group).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (group.IsCompletedSuccessfully)
                {
                    (await group.ConfigureAwait(false)).Dispose();
                }
            }
        }
    }

    private static void Fail(RoundPlan plan, Exception exception)
    {
        foreach (Wanted wanted in plan.Wanted)
        {
            wanted.Fail(exception);
        }
    }

    private async Task AskAsync(List<RoundGroup> groups, CancellationToken cancellationToken)
    {
        using Activity? activity = ClientTelemetry.Source.StartActivity("evaluate", ActivityKind.Client);
        activity?.SetTag("bex.purpose", purpose).SetTag("bex.groups", groups.Count).SetTag("bex.units", groups.Sum(static group => group.Size));
        ClientTelemetry.Identifiers.Add(groups.Sum(static group => group.Asked), new KeyValuePair<string, object?>("place", "asked"));
        ClientTelemetry.Identifiers.Add(groups.Sum(static group => group.Spare), new KeyValuePair<string, object?>("place", "padding"));
        ClientTelemetry.Units.Add(groups.Sum(static group => group.Size), new KeyValuePair<string, object?>("purpose", purpose));
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        KeyHolder[] holders = [.. groups.SelectMany(static group => group.Key.Holders).Distinct()];
        List<Task<HolderReply>> asked = [.. holders.Select(holder => AskAsync(holder, [.. groups.Where(group => group.Key.Holders.Contains(holder))], enough.Token))];
        ExchangeException? failure = null;
        while (asked.Count > 0 && groups.Exists(static group => !group.IsDone))
        {
            Task<HolderReply> first = await Task.WhenAny(asked).ConfigureAwait(false);
            asked.Remove(first);
            HolderReply reply = await first.ConfigureAwait(false);
            failure ??= reply.Failure;
            await TakeAsync(reply).ConfigureAwait(false);
        }
        await enough.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        foreach (RoundGroup group in groups.Where(static group => !group.IsDone))
        {
            if (group.Failure is { } lie)
            {
                activity?.SetStatus(ActivityStatusCode.Error, "unverified");
                group.Fail(new HubUntrustedException($"An evaluation does not verify and was discarded: {lie.Message}", lie));
                continue;
            }
            activity?.SetStatus(ActivityStatusCode.Error, "refused");
            throw failure ?? new HubUnreachableException("Fewer holders answered than the key needs.");
        }
    }

    private async Task TakeAsync(HolderReply reply)
    {
        if (reply.Answer is not { } answer)
        {
            return;
        }
        // A holder that answers as another, or with another number of groups, has answered nothing that could verify.
        bool fits = answer.Holder == reply.Holder.Index && answer.Groups.Count == reply.Groups.Count;
        bool[] verified = await Task.WhenAll(reply.Groups.Select((group, index) =>
            threads.RunAsync(() => group.Take(reply.Holder.Index, fits ? answer.Groups[index] : null, cache)))).ConfigureAwait(false);
        ClientTelemetry.Unverified.Add(verified.Count(static one => !one));
    }

    private async Task<HolderReply> AskAsync(KeyHolder holder, IReadOnlyList<RoundGroup> groups, CancellationToken cancellationToken)
    {
        try
        {
            long start = Stopwatch.GetTimestamp();
            EvaluateRequest request = new(Guid.NewGuid(), purpose, [.. groups.Select(static group => group.ToWire())]);
            ClientTelemetry.Requests.Add(1, new KeyValuePair<string, object?>("purpose", purpose));
            EvaluateResponse answer = await hub.EvaluateAsync(hub.AddressOf(holder.BaseUrl), request, cancellationToken).ConfigureAwait(false);
            ClientTelemetry.Took(ClientTelemetry.HubPhase, start);
            return new HolderReply(holder, groups, answer, null);
        }
        catch (ExchangeException exception)
        {
            return new HolderReply(holder, groups, null, exception);
        }
        catch (OperationCanceledException)
        {
            return new HolderReply(holder, groups, null, null);
        }
    }

    /// <summary>How a refused plan may be asked in parts; empty when it may not.</summary>
    private static List<RoundPlan> Parts(RoundPlan plan, ExchangeException exception)
    {
        if (exception is not (HubRefusedException or BudgetExhaustedException))
        {
            return [];
        }
        foreach (Wanted filling in plan.Wanted.Where(static wanted => wanted.FillsPadding))
        {
            filling.Fail(exception);
        }
        Wanted[] all = [.. plan.Wanted.Where(static wanted => !wanted.HasEnded)];
        if (plan.Kinds.Count > 1)
        {
            return [.. all.GroupBy(static wanted => wanted.Kind).Select(static kind => RoundPlan.Of(kind))];
        }
        bool someLeft = exception is BudgetExhaustedException { Remaining: { } left } && left >= GroupSizes.Cost(1) && all.DistinctBy(static wanted => wanted.Key).Count() > 1;
        if (!someLeft)
        {
            return [];
        }
        CacheKey[] first = [.. all.Select(static wanted => wanted.Key).Distinct()];
        HashSet<CacheKey> half = [.. first.Take(first.Length / 2)];
        return [RoundPlan.Of(all.Where(wanted => half.Contains(wanted.Key))), RoundPlan.Of(all.Where(wanted => !half.Contains(wanted.Key)))];
    }

    private sealed record HolderReply(KeyHolder Holder, IReadOnlyList<RoundGroup> Groups, EvaluateResponse? Answer, ExchangeException? Failure);
}
