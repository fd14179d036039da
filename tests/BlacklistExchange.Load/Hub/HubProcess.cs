using System.Diagnostics;
using System.Runtime.InteropServices;
using BlacklistExchange.Load.Measuring;
using BlacklistExchange.Server;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Load.Hub;

/// <summary>A real <c>bex-hub</c> process on loopback: made for one measurement and gone after it, or one node of several over a data folder that is there.</summary>
internal sealed partial class HubProcess : IAsyncDisposable
{
    private const int Terminate = 15;
    private const double Megabyte = 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Free ports, and no limit on requests: what is measured is how many the hub can answer, not how many it lets a member send.</summary>
    public static readonly IReadOnlyList<string> Unlimited =
        ["Member:Port=0", "Operator:Port=0", "Public:Port=0", "Telemetry:Level=Warning", "Limits:RequestsPerSecond=1000000", "Limits:RequestBurst=1000000"];

    private readonly string _root;
    private readonly IReadOnlyList<string> _settings;
    private readonly HubLog _log;
    private TemporaryFolder? _owned;
    private Process? _process;

    /// <param name="root">The folder that holds the data folder and the log.</param>
    /// <param name="name">Name of the data folder.</param>
    /// <param name="settings">What <c>serve</c> gets by <c>--set</c>.</param>
    public HubProcess(string root, string name, IReadOnlyList<string> settings)
    {
        _root = root;
        _settings = settings;
        Data = new DataFolder(Path.Combine(root, name));
        OperatorFolder = Data.At("operator");
        _log = new HubLog(At(name + ".log"));
    }

    public static string Exchange => "benchmark";

    public DataFolder Data { get; }

    /// <summary>Where the operator's certificate is; a node that has joined uses the first one's.</summary>
    public string OperatorFolder { get; init; }

    /// <summary>A place for whatever belongs to the measurement; deleted with the hub when that is its own.</summary>
    public string At(string name) => Path.Combine(_root, name);

    public HubAddresses Addresses { get; private set; } = new("", "", "", 0);

    /// <summary>Lines of the log that tell of an error, at most twenty of them: an exception that nobody caught is one.</summary>
    public IReadOnlyList<string> Faults => _log.Faults;

    /// <summary>Processor time of the hub since it started, all cores.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process!.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Its resident memory, in megabytes.</summary>
    public double ResidentMegabytes
    {
        get
        {
            _process!.Refresh();
            return _process.WorkingSet64 / Megabyte;
        }
    }

    /// <summary>Makes an exchange in a temporary folder and serves it.</summary>
    public static async Task<HubProcess> StartAsync(CancellationToken cancellationToken)
    {
        TemporaryFolder folder = new();
        HubProcess hub = new(folder.Root, "hub", Unlimited) { _owned = folder };
        try
        {
            await hub.VerbAsync(cancellationToken, "init", "--exchange", Exchange);
            await hub.ServeAsync(cancellationToken);
            return hub;
        }
        catch
        {
            await hub.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a verb over the data folder to its end.</summary>
    /// <exception cref="NotMeasuredException">It did not end with 0; the message has what it said.</exception>
    public async Task VerbAsync(CancellationToken cancellationToken, params IReadOnlyList<string> arguments)
    {
        using Process verb = Run([.. arguments, "--data", Data.Path]);
        await verb.WaitForExitAsync(cancellationToken);
        if (verb.ExitCode != 0)
        {
            throw _log.Failed($"bex-hub {arguments[0]} ended with code {verb.ExitCode}");
        }
    }

    /// <summary>Serves; returns when the ports are bound.</summary>
    public async Task ServeAsync(CancellationToken cancellationToken)
    {
        if (File.Exists(Data.Ports))
        {
            File.Delete(Data.Ports);
        }

        _process?.Dispose();
        _process = Run(["serve", "--data", Data.Path, .. _settings.SelectMany(static setting => new[] { "--set", setting })]);
        long start = Stopwatch.GetTimestamp();
        while (!File.Exists(Data.Ports))
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(start) > Patience)
            {
                throw _log.Failed(_process.HasExited ? $"bex-hub serve ended with code {_process.ExitCode}" : $"bex-hub serve has not bound its ports in {Patience.TotalSeconds:0} s");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }

        Addresses = HubAddresses.Read(Data);
    }

    /// <summary>Asks it to stop and waits until it has drained and ended.</summary>
    /// <returns>Its exit code; null when it had to be killed.</returns>
    public async Task<int?> StopAsync()
    {
        if (_process is not { HasExited: false } process)
        {
            return _process?.ExitCode;
        }

        _ = kill(process.Id, Terminate);
        using CancellationTokenSource patience = new(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            return null;
        }
    }

    /// <summary>Stops it, and deletes its folder when that is its own.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process?.Dispose();
        _log.Dispose();
        _owned?.Dispose();
    }

    private Process Run(params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "bex-hub");
        Process started = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new NotMeasuredException($"{program} could not be started.");
        _log.Follow(started);
        return started;
    }

    [LibraryImport("libc")]
    private static partial int kill(int process, int signal);
}
