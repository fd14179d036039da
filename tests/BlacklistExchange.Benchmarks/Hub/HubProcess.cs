using System.Diagnostics;
using System.Runtime.InteropServices;
using BlacklistExchange.Benchmarks.Measuring;
using BlacklistExchange.Server;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Benchmarks.Hub;

/// <summary>A real <c>bex-hub</c> process on loopback, made for one measurement and gone after it.</summary>
internal sealed partial class HubProcess : IAsyncDisposable
{
    private const int Terminate = 15;
    private const double Megabyte = 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Free ports, and no limit on requests: what is measured is how many the hub can answer, not how many it lets a member send.</summary>
    private static readonly string[] Settings =
        ["Member:Port=0", "Operator:Port=0", "Public:Port=0", "Telemetry:Level=Warning", "Limits:RequestsPerSecond=1000000", "Limits:RequestBurst=1000000"];

    private readonly TemporaryFolder folder = new();
    private readonly Queue<string> lastLines = new();
    private Process? process;

    private HubProcess()
    {
    }

    public string Exchange => "benchmark";

    public DataFolder Data => new(folder.At("hub"));

    public string OperatorFolder => Data.At("operator");

    /// <summary>A place for whatever belongs to the measurement; deleted with the hub.</summary>
    public string At(string name) => folder.At(name);

    public HubAddresses Addresses { get; private set; } = new("", "", "", 0);

    /// <summary>Processor time of the hub since it started, all cores.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process!.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Its resident memory, in megabytes.</summary>
    public double ResidentMegabytes
    {
        get
        {
            process!.Refresh();
            return process.WorkingSet64 / Megabyte;
        }
    }

    public static async Task<HubProcess> StartAsync(CancellationToken cancellationToken)
    {
        HubProcess hub = new();
        try
        {
            await hub.InitAsync(cancellationToken);
            await hub.ServeAsync(cancellationToken);
            return hub;
        }
        catch
        {
            await hub.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks it to stop, waits, and deletes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            _ = kill(process.Id, Terminate);
            using CancellationTokenSource patience = new(Patience);
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
            }
        }

        process?.Dispose();
        folder.Dispose();
    }

    private async Task InitAsync(CancellationToken cancellationToken)
    {
        using Process init = Run("init", "--data", Data.Path, "--exchange", Exchange);
        await init.WaitForExitAsync(cancellationToken);
        if (init.ExitCode != 0)
        {
            throw Failed($"bex-hub init ended with code {init.ExitCode}");
        }
    }

    private async Task ServeAsync(CancellationToken cancellationToken)
    {
        process = Run(["serve", "--data", Data.Path, .. Settings.SelectMany(static setting => new[] { "--set", setting })]);
        long start = Stopwatch.GetTimestamp();
        while (!File.Exists(Data.Ports))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(start) > Patience)
            {
                throw Failed(process.HasExited ? $"bex-hub serve ended with code {process.ExitCode}" : $"bex-hub serve has not bound its ports in {Patience.TotalSeconds:0} s");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }

        Addresses = HubAddresses.Read(Data);
    }

    private Process Run(params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "bex-hub");
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        Process started = Process.Start(start) ?? throw new NotMeasuredException($"{program} could not be started.");
        started.OutputDataReceived += Keep;
        started.ErrorDataReceived += Keep;
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        return started;
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (lastLines)
        {
            if (line.Data is { } text)
            {
                lastLines.Enqueue(text);
            }

            if (lastLines.Count > 20)
            {
                lastLines.Dequeue();
            }
        }
    }

    private NotMeasuredException Failed(string what)
    {
        lock (lastLines)
        {
            return new NotMeasuredException($"{what}. Its last lines:\n  {string.Join("\n  ", lastLines)}");
        }
    }

    [LibraryImport("libc")]
    private static partial int kill(int process, int signal);
}
