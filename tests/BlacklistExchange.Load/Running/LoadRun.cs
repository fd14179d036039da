using System.Diagnostics;
using BlacklistExchange.Client;
using BlacklistExchange.Load.Calls;
using BlacklistExchange.Load.Hub;

namespace BlacklistExchange.Load.Running;

/// <summary>Does a scenario's operations in many streams for a fixed time.</summary>
internal sealed class LoadRun
{
    /// <summary>After a failure a stream waits, so that a hub that is away is not asked as fast as the machine can.</summary>
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(100);

    private readonly ICalls _calls;
    private readonly LoadPlan _plan;
    private readonly long _begin = Stopwatch.GetTimestamp();
    private readonly CancellationToken _cancellationToken;
    private long _next = -1;

    private LoadRun(ICalls calls, LoadPlan plan, CancellationToken cancellationToken) => (_calls, _plan, _cancellationToken) = (calls, plan, cancellationToken);

    private Tally Tally { get; } = new();

    private TimeSpan Elapsed => Stopwatch.GetElapsedTime(_begin);

    /// <summary>Runs until the plan's time is over or somebody stops it; what is under way then comes to its end.</summary>
    /// <param name="calls">What to do.</param>
    /// <param name="plan">How hard, how long.</param>
    /// <param name="scrape">Whose processor time counts; null = nobody's.</param>
    /// <param name="progress">Told now and then; null = silence.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    public static async Task<LoadResult> RunAsync(ICalls calls, LoadPlan plan, HubScrape? scrape, Action<Progress>? progress, CancellationToken cancellationToken)
    {
        LoadRun run = new(calls, plan, cancellationToken);
        Task streams = Task.WhenAll(Enumerable.Range(0, plan.Streams).Select(index => Task.Run(() => run.StreamAsync(index), CancellationToken.None)));
        Task telling = progress is null ? Task.CompletedTask : run.TellAsync(progress);
        await run.UntilAsync(plan.WarmUp);
        HubTimes before = await TimesAsync(scrape);
        run.Tally.Restart();
        TimeSpan from = run.Elapsed;
        await Task.WhenAny(run.UntilAsync(plan.WarmUp + plan.Duration), streams);
        HubTimes spent = await TimesAsync(scrape) - before;
        double seconds = (run.Elapsed - from).TotalSeconds;
        IReadOnlyList<KindResult> results = scrape is null ? [] : run.Tally.Results(seconds);
        await streams;
        await telling;
        // With a hub's times beside them, counts end when those do; without, what was under way counts too, since it has an outcome.
        return new LoadResult(scrape is null ? run.Tally.Results(Math.Max(seconds, 0.001)) : results, seconds, spent);
    }

    private static async Task<HubTimes> TimesAsync(HubScrape? scrape) => scrape is null ? default : await scrape.TimesAsync(CancellationToken.None);

    private async Task StreamAsync(int index)
    {
        while (await DueAsync(index) is { } call)
        {
            try
            {
                await _calls.CallAsync(call, CancellationToken.None);
                Tally.Done(call.Of ?? _calls, call);
            }
            catch (Exception exception) when (exception is ExchangeException or WrongAnswerException or UnansweredException)
            {
                Tally.Failed(call.Of ?? _calls, exception);
                await Task.Delay(AfterFailure, CancellationToken.None);
            }
        }
    }

    /// <summary>The stream's next operation, when it is due; null when the run is over.</summary>
    private async Task<Call?> DueAsync(int stream)
    {
        long number = Interlocked.Increment(ref _next);
        long now = Stopwatch.GetTimestamp();
        long due = _plan.Rate is { } rate ? _begin + (long)(number / rate * Stopwatch.Frequency) : now;
        if (due > now)
        {
            await UntilAsync(Stopwatch.GetElapsedTime(_begin, due));
        }

        bool over = _cancellationToken.IsCancellationRequested || Elapsed >= _plan.WarmUp + _plan.Duration;
        // The timer's own lateness is not the hub's: who waited for its time begins when it wakes.
        return over ? null : new Call(stream, number, due > now ? Stopwatch.GetTimestamp() : due);
    }

    private async Task TellAsync(Action<Progress> progress)
    {
        const int Every = 5;
        for (int seconds = Every; !_cancellationToken.IsCancellationRequested && Elapsed < _plan.WarmUp + _plan.Duration; seconds += Every)
        {
            await UntilAsync(TimeSpan.FromSeconds(seconds));
            (long done, long failed) = Tally.Recent();
            progress(new Progress(Elapsed, done, failed, (double)done / Every));
        }
    }

    private async Task UntilAsync(TimeSpan moment)
    {
        TimeSpan left = moment - Elapsed;
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, _cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

/// <summary>How a run goes.</summary>
/// <param name="Elapsed">Since it began.</param>
/// <param name="Done">Operations since it was told last.</param>
/// <param name="Failed">Of those that failed.</param>
/// <param name="PerSecond">Operations a second meanwhile.</param>
internal sealed record Progress(TimeSpan Elapsed, long Done, long Failed, double PerSecond);
