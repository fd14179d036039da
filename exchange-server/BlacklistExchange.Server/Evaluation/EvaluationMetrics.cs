using System.Diagnostics.Metrics;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Evaluation;

/// <summary>What the operator watches of evaluation: volumes and time, nothing of what was asked (spec/telemetry.md).</summary>
internal sealed class EvaluationMetrics(HubMeter hub)
{
    private readonly Counter<long> _requests = hub.Meter.CreateCounter<long>("bex.evaluation.requests", "{request}", "Requests answered, by purpose; repeats, which are free, are told apart.");
    private readonly Counter<long> _elements = hub.Meter.CreateCounter<long>("bex.evaluation.elements", "{element}", "Elements evaluated, by list and kind.");
    private readonly Counter<long> _refusals = hub.Meter.CreateCounter<long>("bex.evaluation.refusals", "{request}", "Evaluation requests refused, by problem and budget counter.");
    private readonly Histogram<double> _arithmetic = hub.Meter.CreateHistogram<double>("bex.evaluation.arithmetic.duration", "s", "Processor time of evaluating and proving one group, by its number of elements.");
    private readonly Counter<double> _processor = hub.Meter.CreateCounter<double>("bex.evaluation.arithmetic.time", "s", "Processor time of group arithmetic by step: decode, evaluate, prove. Beside dotnet.process.cpu.time, what all else costs.");

    public void Answered(string purpose, bool repeat) =>
        _requests.Add(1, new KeyValuePair<string, object?>("purpose", purpose), new KeyValuePair<string, object?>("repeat", repeat));

    public void Evaluated(GroupWork group)
    {
        _elements.Add(group.Count, new KeyValuePair<string, object?>("list", group.List), new KeyValuePair<string, object?>("kind", group.KindName));
        _arithmetic.Record(group.Processor.TotalSeconds, new KeyValuePair<string, object?>("elements", group.Count));
    }

    public void Worked(string step, TimeSpan processor) => _processor.Add(processor.TotalSeconds, new KeyValuePair<string, object?>("step", step));

    public void Refused(string problem, string? counter) =>
        _refusals.Add(1, new KeyValuePair<string, object?>("problem", problem), new KeyValuePair<string, object?>("counter", counter ?? "none"));
}
