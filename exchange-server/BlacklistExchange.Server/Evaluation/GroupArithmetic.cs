using System.Diagnostics;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Evaluation;

/// <summary>Runs the arithmetic of a request's groups on the workers, part by part, and counts the processor time it takes.</summary>
internal sealed class GroupArithmetic(EvaluationWorkers workers, EvaluationMetrics metrics)
{
    /// <summary>Elements that are decoded sooner than another thread would wake up for them.</summary>
    private const int AtOnce = 64;

    /// <summary>Null when every element is canonical and not the identity, else the first that is not. What stands behind it is not worked on once it is found.</summary>
    public async Task<Refusal?> DecodeAsync(string member, IReadOnlyList<GroupWork> groups)
    {
        using Activity? span = HubSpans.Start(HubSpans.Decode);
        FirstRefused first = new();
        EvaluationStep[] steps = [.. groups.SelectMany((group, index) => Steps(group, part => Decode(group, index, part, first)))];
        if (groups.Sum(static group => group.Count) <= AtOnce)
        {
            Array.ForEach(steps, static step => step.Work());
        }
        else
        {
            await workers.RunAsync(member, steps);
        }
        return first.Refusal;
    }

    /// <summary>Evaluates every group and proves it.</summary>
    public async Task EvaluateAsync(string member, IReadOnlyList<GroupWork> groups)
    {
        using Activity? span = HubSpans.Start(HubSpans.Evaluate);
        span?.SetTag("groups", groups.Count).SetTag("elements", groups.Sum(static group => group.Count));
        await Task.WhenAll(groups.Select(group => EvaluateAsync(member, group)));
    }

    private async Task EvaluateAsync(string member, GroupWork group)
    {
        if (group.Parts == 1)
        {
            await workers.RunAsync(member, [.. Steps(group, part =>
            {
                Evaluate(group, part);
                Prove(group);
            })]);
        }
        else
        {
            await workers.RunAsync(member, [.. Steps(group, part => Evaluate(group, part))], last: new EvaluationStep(group.Count, () => Prove(group)));
        }
        metrics.Evaluated(group);
    }

    private static IEnumerable<EvaluationStep> Steps(GroupWork group, Action<int> work) =>
        Enumerable.Range(0, group.Parts).Select(part => new EvaluationStep(group.CountOf(part), () => work(part)));

    private void Decode(GroupWork group, int index, int part, FirstRefused first)
    {
        if (first.IsBefore(index, part * GroupWork.PartSize))
        {
            return;
        }
        TimeSpan start = ThreadClock.Now;
        if (!group.TryDecode(part, out int refused))
        {
            first.Note(index, refused);
        }
        metrics.Worked("decode", ThreadClock.Now - start);
    }

    private void Evaluate(GroupWork group, int part)
    {
        TimeSpan start = ThreadClock.Now;
        group.Evaluate(part);
        Spent("evaluate", group, ThreadClock.Now - start);
    }

    private void Prove(GroupWork group)
    {
        TimeSpan start = ThreadClock.Now;
        group.Prove();
        Spent("prove", group, ThreadClock.Now - start);
    }

    private void Spent(string step, GroupWork group, TimeSpan processor)
    {
        group.Spend(processor);
        metrics.Worked(step, processor);
    }

    /// <summary>The first refused element of a request, by group and index, whatever the order in which its parts were looked at.</summary>
    private sealed class FirstRefused
    {
        private readonly Lock _gate = new();
        private (int Group, int Index)? _place;

        public Refusal? Refusal => _place is not { } place ? null
            : new Refusal(ProblemTypes.InvalidElement, "Nothing was evaluated and nothing charged.") { Field = $"groups[{place.Group}].elements", Group = place.Group, Index = place.Index };

        public bool IsBefore(int group, int index)
        {
            lock (_gate)
            {
                return _place is { } place && place.CompareTo((group, index)) < 0;
            }
        }

        public void Note(int group, int index)
        {
            lock (_gate)
            {
                _place = _place is { } place && place.CompareTo((group, index)) < 0 ? place : (group, index);
            }
        }
    }
}
