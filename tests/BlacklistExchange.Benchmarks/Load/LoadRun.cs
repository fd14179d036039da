using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using BlacklistExchange.Benchmarks.Hub;
using BlacklistExchange.Benchmarks.Measuring;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Benchmarks.Load;

/// <summary>Sends a scenario's requests over many connections for a fixed time.</summary>
internal sealed class LoadRun
{
    private readonly ICalls calls;
    private readonly ConcurrentDictionary<string, int> failures = new();
    private readonly long measureFrom;
    private readonly long measureTo;

    private LoadRun(ICalls calls, LoadPlan plan)
    {
        this.calls = calls;
        measureFrom = Stopwatch.GetTimestamp() + (long)(plan.WarmUp.TotalSeconds * Stopwatch.Frequency);
        measureTo = measureFrom + (long)(plan.Duration.TotalSeconds * Stopwatch.Frequency);
    }

    /// <exception cref="NotMeasuredException">There was no good answer at all, or one did not hold what it should.</exception>
    public static async Task<LoadResult> RunAsync(HubWorld world, Scenario scenario, LoadPlan plan, CancellationToken cancellationToken)
    {
        ICalls calls = scenario.Prepare(world);
        LoadConnection[] connections = [.. Enumerable.Range(0, plan.Connections).Select(index => new LoadConnection(world.Members[(plan.FirstMember + index) % world.Members.Count]))];
        try
        {
            LoadRun run = new(calls, plan);
            Task<List<double>>[] streams = [.. connections.SelectMany(connection => Enumerable.Range(0, plan.Streams).Select(_ => Task.Run(() => run.StreamAsync(connection, cancellationToken), cancellationToken)))];
            await run.UntilAsync(run.measureFrom, cancellationToken);
            HubTimes before = await world.Scrape.TimesAsync(cancellationToken);
            await run.UntilAsync(run.measureTo, cancellationToken);
            HubTimes spent = await world.Scrape.TimesAsync(cancellationToken) - before;
            double[] milliseconds = [.. (await Task.WhenAll(streams)).SelectMany(static stream => stream)];
            return milliseconds.Length > 0
                ? new LoadResult(scenario, plan.Duration.TotalSeconds, new Distribution(milliseconds), run.failures, spent)
                : throw new NotMeasuredException($"Scenario '{scenario.Name}' got no good answer: {string.Join(", ", run.failures.Keys)}.");
        }
        finally
        {
            Array.ForEach(connections, static connection => connection.Dispose());
        }
    }

    /// <summary>One stream: the first good answer and the last are verified.</summary>
    private async Task<List<double>> StreamAsync(LoadConnection connection, CancellationToken cancellationToken)
    {
        List<double> milliseconds = [];
        byte[]? last = null;
        for (long start = Stopwatch.GetTimestamp(); start < measureTo; start = Stopwatch.GetTimestamp())
        {
            byte[]? answer = await AskAsync(connection, start, cancellationToken);
            long end = Stopwatch.GetTimestamp();
            if (answer is not null && end >= measureFrom && end < measureTo)
            {
                milliseconds.Add(Stopwatch.GetElapsedTime(start, end).TotalMilliseconds);
            }

            if (last is null && answer is not null)
            {
                calls.Verify(answer);
            }

            last = answer ?? last;
        }

        if (last is not null)
        {
            calls.Verify(last);
        }

        return milliseconds;
    }

    /// <summary>The answer, or null if it was a refusal or none; those count as failures while measuring.</summary>
    private async Task<byte[]?> AskAsync(LoadConnection connection, long start, CancellationToken cancellationToken)
    {
        string failure;
        try
        {
            using HttpRequestMessage request = calls.Next();
            (HttpStatusCode status, byte[] body) = await connection.SendAsync(request, cancellationToken);
            if (status == HttpStatusCode.OK)
            {
                return body;
            }

            failure = NameOf(status, body);
        }
        catch (HttpRequestException exception)
        {
            failure = exception.GetBaseException().Message;
        }

        if (start >= measureFrom)
        {
            failures.AddOrUpdate(failure, 1, static (_, count) => count + 1);
        }

        await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        return null;
    }

    private static string NameOf(HttpStatusCode status, byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, WireJson.Default.Problem)?.Type ?? status.ToString();
        }
        catch (JsonException)
        {
            return status.ToString();
        }
    }

    private async Task UntilAsync(long timestamp, CancellationToken cancellationToken)
    {
        TimeSpan left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), timestamp);
        await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken);
    }
}
