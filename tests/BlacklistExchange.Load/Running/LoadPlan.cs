namespace BlacklistExchange.Load.Running;

/// <summary>How hard the load program presses.</summary>
/// <param name="Streams">Operations at once. Each stream takes its next one when the last is done.</param>
/// <param name="WarmUp">Time that is not measured.</param>
/// <param name="Duration">Time that is.</param>
internal sealed record LoadPlan(int Streams, TimeSpan WarmUp, TimeSpan Duration)
{
    /// <summary>
    /// Operations a second, at even distances, while the streams keep up; null = as fast as they go. An operation that had to wait for a free stream has its latency from when it was due:
    /// a slow answer does not hide what it kept waiting.
    /// </summary>
    public double? Rate { get; init; }
}
