using System.Diagnostics;

namespace BlacklistExchange.Benchmarks.Measuring;

/// <summary>
/// Runs several steps in turn, round after round, and keeps the processor time of each. A machine that slows down for seconds slows all of a round, so a
/// ratio is taken within each round and only then reduced to a median.
/// </summary>
/// <param name="operations">How many operations a step does: times are given for one.</param>
/// <param name="warmUp">How long to run before measuring; 3 s if not given.</param>
internal sealed class InterleavedRounds(int operations, TimeSpan? warmUp = null)
{
    private readonly TimeSpan warmUp = warmUp ?? TimeSpan.FromSeconds(3);
    private readonly List<(string Name, Action Work)> steps = [];
    private readonly Dictionary<string, List<double>> microseconds = [];

    /// <summary>Adds a step; steps run in the order they were added.</summary>
    public void Add(string name, Action work)
    {
        steps.Add((name, work));
        microseconds.Add(name, []);
    }

    /// <summary>Runs unmeasured rounds until the compiler has nothing left to improve, then measured ones for as long as asked.</summary>
    /// <returns>How many rounds were measured: at least nine.</returns>
    public int Run(TimeSpan duration)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < warmUp)
        {
            steps.ForEach(static step => step.Work());
        }

        start = Stopwatch.GetTimestamp();
        int rounds = 0;
        for (; rounds < 9 || Stopwatch.GetElapsedTime(start) < duration; rounds++)
        {
            foreach ((string name, Action work) in steps)
            {
                double before = ThreadClock.Microseconds;
                work();
                microseconds[name].Add(ThreadClock.Microseconds - before);
            }
        }

        return rounds;
    }

    /// <summary>Microseconds of one operation, over the rounds.</summary>
    public Distribution Microseconds(string name) => new(microseconds[name].Select(time => time / operations));

    /// <summary>Operations a second of one core, over the rounds.</summary>
    public Distribution PerSecond(string name) => new(microseconds[name].Select(time => operations * 1e6 / time));

    /// <summary>The time of one step by the time of another in the same round, over the rounds.</summary>
    public Distribution Ratio(string dividend, string divisor) => new(microseconds[dividend].Zip(microseconds[divisor], static (a, b) => a / b));
}
