using System.Diagnostics.Metrics;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Evaluation;

/// <summary>What the operator watches of evaluation: volumes and time, nothing of what was asked (spec/telemetry.md).</summary>
internal sealed class EvaluationMetrics(HubMeter hub)
{
    private readonly Counter<long> _requests = hub.Meter.CreateCounter<long>("bex.evaluation.requests", "{request}", "Requests answered, by purpose; repeats, which are free, are told apart.");
    private readonly Counter<long> _elements = hub.Meter.CreateCounter<long>("bex.evaluation.elements", "{element}", "Elements evaluated, by list and kind.");
    private readonly Counter<long> _refusals = hub.Meter.CreateCounter<long>("bex.evaluation.refusals", "{request}", "Evaluation requests refused, by problem and budget counter.");
    private readonly Histogram<double> _arithmetic = hub.Meter.CreateHistogram<double>("bex.evaluation.arithmetic.duration", "s", "Evaluation and proof of one group, by its number of elements.");

    public void Answered(string purpose, bool repeat) =>
        _requests.Add(1, new KeyValuePair<string, object?>("purpose", purpose), new KeyValuePair<string, object?>("repeat", repeat));

    public void Evaluated(string list, string kind, int elements, TimeSpan arithmetic)
    {
        _elements.Add(elements, new KeyValuePair<string, object?>("list", list), new KeyValuePair<string, object?>("kind", kind));
        _arithmetic.Record(arithmetic.TotalSeconds, new KeyValuePair<string, object?>("elements", elements));
    }

    public void Refused(string problem, string? counter) =>
        _refusals.Add(1, new KeyValuePair<string, object?>("problem", problem), new KeyValuePair<string, object?>("counter", counter ?? "none"));
}
