using System.Diagnostics.Metrics;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Evaluation;

/// <summary>What the operator watches of evaluation: volumes and time, nothing of what was asked (spec/telemetry.md).</summary>
internal sealed class EvaluationMetrics(HubMeter hub) : IStandingCounters
{
    /// <summary>Budget counters that a refusal can name.</summary>
    internal static readonly string[] Counters = ["burst", "day", "epoch", "hub", "key"];

    /// <summary>The other problems with which this slice refuses.</summary>
    internal static readonly string[] Refusals =
    [
        "malformed-json", "unknown-field", "duplicate-field", "missing-field", "wrong-type", "invalid-field", "unsupported-media-type",
        "too-large", "not-found", "purpose-not-allowed", "epoch-not-live", "too-many-in-flight", "invalid-element", "clock-stepped",
        "request-id-reused", "request-spent", "store-unavailable",
    ];

    private readonly Counter<long> _requests = hub.Meter.CreateCounter<long>("bex.evaluation.requests", "{request}", "Requests answered, by purpose; repeats, which are free, are told apart.");
    private readonly Counter<long> _elements = hub.Meter.CreateCounter<long>("bex.evaluation.elements", "{element}", "Elements evaluated, by list and kind.");
    private readonly Counter<long> _refusals = hub.Meter.CreateCounter<long>("bex.evaluation.refusals", "{request}", "Evaluation requests refused, by problem and budget counter.");
    private readonly Histogram<double> _arithmetic = hub.Meter.CreateHistogram("bex.evaluation.arithmetic.duration", "s", "Processor time of evaluating and proving one group, by its number of elements.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25] });
    private readonly Counter<double> _processor = hub.Meter.CreateCounter<double>("bex.evaluation.arithmetic.time", "s", "Processor time of group arithmetic by step: decode, evaluate, prove. Beside dotnet.process.cpu.time, what all else costs.");

    public void Begin()
    {
        foreach (string purpose in Purposes.All)
        {
            Answered(purpose, repeat: false, 0);
            Answered(purpose, repeat: true, 0);
        }
        Array.ForEach(Counters, counter => Refused("budget-exhausted", counter, 0));
        Array.ForEach(Refusals, problem => Refused(problem, null, 0));
        Array.ForEach(["decode", "evaluate", "prove"], step => Worked(step, TimeSpan.Zero));
    }

    public void Answered(string purpose, bool repeat, int requests = 1) =>
        _requests.Add(requests, new KeyValuePair<string, object?>("purpose", purpose), new KeyValuePair<string, object?>("repeat", repeat));

    public void Evaluated(GroupWork group)
    {
        _elements.Add(group.Count, new KeyValuePair<string, object?>("list", group.List), new KeyValuePair<string, object?>("kind", group.KindName));
        _arithmetic.Record(group.Processor.TotalSeconds, new KeyValuePair<string, object?>("elements", group.Count));
    }

    public void Worked(string step, TimeSpan processor) => _processor.Add(processor.TotalSeconds, new KeyValuePair<string, object?>("step", step));

    public void Refused(string problem, string? counter, int requests = 1) =>
        _refusals.Add(requests, new KeyValuePair<string, object?>("problem", problem), new KeyValuePair<string, object?>("counter", counter ?? "none"));
}
