using BlacklistExchange.Load.Calls;

namespace BlacklistExchange.Load.Running;

/// <summary>How many operations a second the hub can do: more and more at once, until more at once is no more a second.</summary>
internal static class Capacity
{
    private const double Gain = 1.05;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(4);

    /// <summary>The most that any step reached; each is told.</summary>
    /// <exception cref="NotMeasuredException">A step saw failures: a share of what fails means nothing.</exception>
    public static async Task<double> FindAsync(ICalls calls, int mostStreams, Action<int, double> tell, CancellationToken cancellationToken)
    {
        double best = 0;
        for (int streams = 4; streams <= mostStreams && !cancellationToken.IsCancellationRequested; streams *= 2)
        {
            LoadResult result = await LoadRun.RunAsync(calls, new LoadPlan(streams, WarmUp, Step), scrape: null, progress: null, cancellationToken);
            if (result.Failed > 0)
            {
                throw new NotMeasuredException($"The capacity cannot be found, since operations fail: {result.FailureText}.");
            }

            tell(streams, result.RequestsPerSecond);
            bool gained = result.RequestsPerSecond > best * Gain;
            best = Math.Max(best, result.RequestsPerSecond);
            if (!gained)
            {
                break;
            }
        }

        return best;
    }
}
