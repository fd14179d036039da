using System.Collections.Concurrent;
using System.Diagnostics;

namespace BlacklistExchange.EndToEnd.Tests.Traces;

/// <summary>Listens to the spans of one trace in this process: the platform's, the SDK's, its HTTP client's and the hub's.</summary>
internal sealed class Spans : IDisposable
{
    private static readonly string[] Sources = ["BlacklistExchange.Client", "BlacklistExchange.Server", "Microsoft.AspNetCore", "System.Net.Http", Platform];
    private readonly ActivityListener _listener;
    private readonly ConcurrentQueue<Activity> _ended = new();

    public const string Platform = "Platform";

    public Spans(ActivitySamplingResult platform = ActivitySamplingResult.AllDataAndRecorded)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => Sources.Contains(source.Name),
            Sample = (ref ActivityCreationOptions<ActivityContext> options) => options.Source.Name == Platform ? platform : ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyList<Activity> Of(ActivityTraceId trace) => [.. _ended.Where(span => span.TraceId == trace)];

    public void Dispose() => _listener.Dispose();
}
