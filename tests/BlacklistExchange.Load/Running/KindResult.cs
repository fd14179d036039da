namespace BlacklistExchange.Load.Running;

/// <summary>What a run saw of one kind of operation, while it measured.</summary>
/// <param name="Name">The kind.</param>
/// <param name="Elements">Elements that one has evaluated.</param>
/// <param name="Seconds">How long it measured.</param>
/// <param name="Milliseconds">Until the answer was here, of every good one; ascending.</param>
/// <param name="Failures">How many were no good, by kind of failure, and what the first said.</param>
internal sealed record KindResult(string Name, int Elements, double Seconds, double[] Milliseconds, IReadOnlyDictionary<string, (int Count, string First)> Failures)
{
    public int Done => Milliseconds.Length;

    public int Failed => Failures.Values.Sum(static failure => failure.Count);

    public double PerSecond => Done / Seconds;
}
