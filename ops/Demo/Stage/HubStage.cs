using System.Diagnostics;
using System.Text.Json;

namespace BlacklistExchange.Demo.Stage;

/// <summary>A hub as a real process on loopback, and its operator at the command line.</summary>
internal sealed class HubStage : IAsyncDisposable
{
    private readonly string _data;
    private Process? _process;

    public HubStage(string folder) => _data = Path.Combine(folder, "hub");

    public string Data => _data;

    /// <summary>Where the hub writes what it logs.</summary>
    public string Log => _data + ".log";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await VerbAsync(cancellationToken, "init", "--exchange", "beijing-week", "--contact", "the market regulator's desk");
        // A session of its own and its output in a file, so that it can outlive this program.
        _process = Tool.StartDetached(Log, "bex-hub", ["serve", "--data", _data, "--set", "Member:Port=0", "--set", "Operator:Port=0", "--set", "Public:Port=0"]);
        ProcessId = _process.Id;
        for (int tries = 0; !File.Exists(Ports); tries++)
        {
            if (_process.HasExited || tries > 300)
            {
                throw new DemoException($"The hub does not start; its log is {Log}:\n{await File.ReadAllTextAsync(Log, cancellationToken)}");
            }
            await Task.Delay(100, cancellationToken);
        }
    }

    public string Ports => Path.Combine(_data, "run", "ports.json");

    /// <summary>Address of one of the hub's ports: member, operator or public.</summary>
    public string Address(string port) => JsonDocument.Parse(File.ReadAllText(Ports)).RootElement.GetProperty(port).GetString()!;

    public int ProcessId { get; private set; }

    /// <summary>Runs an operator's verb.</summary>
    public Task<ToolRun> VerbAsync(CancellationToken cancellationToken, params string[] arguments) =>
        Tool.MustAsync("bex-hub", [.. arguments, "--data", _data], [], cancellationToken);

    /// <summary>Lets the process go on after this program ends.</summary>
    public void LeaveUp() => _process = null;

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
        _process?.Dispose();
    }
}
