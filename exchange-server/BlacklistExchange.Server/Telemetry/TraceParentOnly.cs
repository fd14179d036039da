using System.Diagnostics;

namespace BlacklistExchange.Server.Telemetry;

/// <summary>
/// Takes from a caller the position in its trace and nothing else: <c>tracestate</c> and <c>baggage</c> are free text of somebody else's systems, and what
/// is not a W3C <c>traceparent</c> would become one. The hub sends none of them on.
/// </summary>
internal sealed class TraceParentOnly : DistributedContextPropagator
{
    private const string Header = "traceparent";

    public override IReadOnlyCollection<string> Fields { get; } = [Header];

    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter)
    {
    }

    public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState)
    {
        traceState = null;
        string? value = null;
        getter?.Invoke(carrier, Header, out value, out _);
        traceId = ActivityContext.TryParse(value, traceState: null, out _) ? value : null;
    }

    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) => null;
}
