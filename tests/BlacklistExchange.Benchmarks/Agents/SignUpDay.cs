using System.Diagnostics;
using System.Text.Json.Nodes;

namespace BlacklistExchange.Benchmarks.Agents;

/// <summary>
/// Sign-ups of a day, at the times of a day: arrivals at random, five times as many at the evening's peak as in the night. Time runs as it does while anything is asked,
/// and jumps when nothing is, so that who has company is who would have it on the day itself: an agent has no timer that could tell the difference.
/// </summary>
/// <param name="agent">Who is asked.</param>
/// <param name="perDay">Sign-ups of the whole day.</param>
/// <param name="seed">Seed of the arrivals.</param>
internal sealed class SignUpDay(AgentProcess agent, int perDay, int seed)
{
    private const double Day = 86_400;

    private readonly List<double> _milliseconds = [];
    private int _together;
    private int _inFlight;

    /// <summary>What a sign-up waited for its answer.</summary>
    public Distribution Milliseconds => new(_milliseconds);

    /// <summary>Share of sign-ups that came while another waited.</summary>
    public double ShareInCompany => (double)_together / _milliseconds.Count;

    /// <summary>Resident memory of the agent after each tenth of the day, in megabytes.</summary>
    public List<double> Memory { get; } = [];

    /// <summary>Plays part of the day.</summary>
    /// <param name="first">Number of the first applicant.</param>
    /// <param name="count">How many sign-ups, spread over the whole day; fewer than a day has play only every so many seconds of it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task PlayAsync(int first, int count, CancellationToken cancellationToken)
    {
        double[] arrivals = Arrivals(count);
        double now = 0;
        long mark = Stopwatch.GetTimestamp();
        List<Task> open = [];
        for (int index = 0; index < count; index++)
        {
            // While somebody waits, time is real; an arrival that lies ahead of it comes when it comes, or at once when nobody waits any more.
            while (now < arrivals[index] && Volatile.Read(ref _inFlight) > 0)
            {
                await Task.WhenAny([.. open, Task.Delay(TimeSpan.FromSeconds(Math.Min(1, arrivals[index] - now)), cancellationToken)]);
                now += Stopwatch.GetElapsedTime(mark).TotalSeconds;
                mark = Stopwatch.GetTimestamp();
                open.RemoveAll(static task => task.IsCompleted);
            }

            now = Math.Max(now, arrivals[index]);
            mark = Stopwatch.GetTimestamp();
            open.Add(SignUpAsync(first + index, cancellationToken));
            if ((index + 1) % Math.Max(1, count / 10) == 0)
            {
                Memory.Add(agent.ResidentMegabytes);
            }
        }

        await Task.WhenAll(open);
    }

    private async Task SignUpAsync(int number, CancellationToken cancellationToken)
    {
        int others = Interlocked.Increment(ref _inFlight) - 1;
        long start = Stopwatch.GetTimestamp();
        string answer = await agent.PostAsync("/v1/check", Applicant.Check(number), cancellationToken);
        double took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        Interlocked.Decrement(ref _inFlight);
        string verdict = (string)JsonNode.Parse(answer)!["verdict"]!;
        if (verdict != (Applicant.IsListed(number) ? "listed" : "not-listed"))
        {
            throw new NotMeasuredException($"Sign-up {number} was answered '{verdict}'.");
        }

        lock (_milliseconds)
        {
            _milliseconds.Add(took);
            _together += others > 0 ? 1 : 0;
        }
    }

    /// <summary>
    /// Times of arrival in seconds. A part of a day is the whole day with stretches left out between, each of which begins with nobody waiting: the density stays that
    /// of the day.
    /// </summary>
    private double[] Arrivals(int count)
    {
        Random random = new(seed);
        double[] places = [.. Enumerable.Range(0, count).Select(_ => Clock(random.NextDouble())).Order()];
        double share = (double)count / perDay;
        double stretch = Day * share / 100;
        // A hundred stretches, evenly over the day: seconds within a stretch are kept, those between stretches are jumped over.
        return [.. places.Select(place => place * share).Select(at => (Math.Floor(at / stretch) * 1000) + at)];
    }

    /// <summary>From an even share of the day's arrivals to the second of the day: the rate goes as 1 + 2/3·sin, lowest in the night.</summary>
    private static double Clock(double share)
    {
        double low = 0, high = Day;
        for (int step = 0; step < 40; step++)
        {
            double middle = (low + high) / 2;
            double phase = 2 * Math.PI * middle / Day;
            double passed = (middle / Day) - (2.0 / 3 * Math.Sin(phase) / (2 * Math.PI));
            (low, high) = passed < share ? (middle, high) : (low, middle);
        }

        return low;
    }
}
