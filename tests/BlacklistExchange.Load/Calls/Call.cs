using System.Diagnostics;

namespace BlacklistExchange.Load.Calls;

/// <summary>One operation under way.</summary>
/// <param name="stream">Which stream does it, from 0.</param>
/// <param name="number">Its number in the run, from 0.</param>
/// <param name="start">When it began or was due, by <see cref="Stopwatch.GetTimestamp"/>.</param>
internal sealed class Call(int stream, long number, long start)
{
    public int Stream => stream;

    public long Number => number;

    public long Start => start;

    /// <summary>What is counted together; a mixture sets it.</summary>
    public ICalls? Of { get; set; }

    /// <summary>When it was answered; 0 while it is not.</summary>
    public long End { get; private set; }

    public double Milliseconds => Stopwatch.GetElapsedTime(start, End).TotalMilliseconds;

    /// <summary>The answer is here: what follows, checking it and keeping it in the ledger, is this program's own work.</summary>
    public void Answered() => End = Stopwatch.GetTimestamp();
}
