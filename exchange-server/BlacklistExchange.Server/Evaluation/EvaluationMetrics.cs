using System.Diagnostics.Metrics;

namespace BlacklistExchange.Server.Evaluation;

/// <summary>What the operator watches of evaluation: volumes and time, nothing of what was asked (spec/telemetry.md).</summary>
internal sealed class EvaluationMetrics : IDisposable
{
    internal const string MeterName = "BlacklistExchange.Server.Evaluation";
    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _requests;
    private readonly Counter<long> _elements;
    private readonly Counter<long> _refusals;
    private readonly Histogram<double> _arithmetic;

    public EvaluationMetrics()
    {
        _requests = _meter.CreateCounter<long>("bex.evaluation.requests", "{request}", "Requests answered, by purpose; replay tells repeats, which are free.");
        _elements = _meter.CreateCounter<long>("bex.evaluation.elements", "{element}", "Elements evaluated, by list and kind.");
        _refusals = _meter.CreateCounter<long>("bex.evaluation.refusals", "{request}", "Requests refused, by problem type.");
        _arithmetic = _meter.CreateHistogram<double>("bex.evaluation.arithmetic.duration", "s", "Group arithmetic of one group of elements: evaluation and proof.");
    }

    internal void Answered(string purpose, bool replay) => _requests.Add(1, new("purpose", purpose), new("replay", replay));

    internal void Evaluated(string list, string kind, int elements, TimeSpan arithmetic)
    {
        _elements.Add(elements, new("list", list), new KeyValuePair<string, object?>("kind", kind));
        _arithmetic.Record(arithmetic.TotalSeconds, new KeyValuePair<string, object?>("elements", elements));
    }

    internal void Refused(string problem) => _refusals.Add(1, new KeyValuePair<string, object?>("problem", problem));

    public void Dispose() => _meter.Dispose();
}
