using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace BlacklistExchange.Benchmarks.Bulk;

/// <summary>One process of <c>bex</c>, from its start to its end or to the moment it was killed.</summary>
internal sealed class BexRun
{
    private const string HighWater = "VmHWM:";
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);
    private JsonNode? summary;

    private BexRun()
    {
    }

    public double Seconds { get; private set; }

    public double PeakKilobytes { get; private set; }

    /// <summary>Its processor time, all cores, as it says itself: the system forgets it with the process.</summary>
    public double Microseconds => 1e6 * Summary["seconds"]!["processor"]!.GetValue<double>();

    /// <summary>Processor time of the hub meanwhile.</summary>
    public double HubSeconds { get; private set; }

    public bool WasKilled { get; private set; }

    /// <summary>The last line of its output, read as its summary.</summary>
    public JsonNode Summary => summary ?? throw new NotMeasuredException("A bex that was killed has no summary.");

    public IEnumerable<(string Name, double Seconds)> Phases() =>
        Summary["seconds"]!.AsObject().Where(static pair => pair.Key is not ("total" or "processor")).Select(static pair => (pair.Key, pair.Value!.GetValue<double>()));

    /// <summary>Runs it.</summary>
    /// <param name="hub">The hub it asks.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="kill">Whether it is time to kill it; asked again and again.</param>
    /// <param name="cancellationToken">Kills it too.</param>
    public static async Task<BexRun> RunAsync(HubProcess hub, IReadOnlyList<string> arguments, Func<bool> kill, CancellationToken cancellationToken)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "bex");
        BexRun run = new();
        TimeSpan hubBefore = hub.ProcessorTime;
        long start = Stopwatch.GetTimestamp();
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new NotMeasuredException($"{program} could not be started.");
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken), error = process.StandardError.ReadToEndAsync(cancellationToken);
            Task ended = process.WaitForExitAsync(cancellationToken);
            while (await Task.WhenAny(ended, Task.Delay(Glance, cancellationToken)) != ended)
            {
                run.Look(process.Id);
                if (!run.WasKilled && kill())
                {
                    process.Kill();
                    run.WasKilled = true;
                }
            }

            run.Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            run.HubSeconds = (hub.ProcessorTime - hubBefore).TotalSeconds;
            run.summary = run.WasKilled ? null : Read(await output, await error, process.ExitCode);
            return run;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static JsonNode Read(string output, string error, int code)
    {
        string last = output.TrimEnd().Split('\n')[^1];
        return last.StartsWith('{') && JsonNode.Parse(last)!["summary"] is { } found ? found
            : throw new NotMeasuredException($"bex ended with code {code} and without a summary: {error}");
    }

    private void Look(int process)
    {
        try
        {
            foreach (string line in File.ReadLines($"/proc/{process}/status").Where(static line => line.StartsWith(HighWater, StringComparison.Ordinal)))
            {
                PeakKilobytes = double.Parse(line[HighWater.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
            }
        }
        catch (IOException)
        {
            // It has ended between two looks.
        }
    }
}
