using System.Diagnostics;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Tests;

namespace BlacklistExchange.EndToEnd.Tests.Faults;

/// <summary>bex-hub as the process that an operator starts.</summary>
internal sealed class ServedHub : IDisposable
{
    private readonly TempFolder _temp;

    private ServedHub(Process process, DataFolder folder, TempFolder temp)
    {
        _temp = temp;
        Process = process;
        Folder = folder;
    }

    public Process Process { get; }

    public DataFolder Folder { get; }

    /// <summary>Init in this process, serve in one of its own, without the setting that turns diagnostics off.</summary>
    public static async Task<ServedHub> StartAsync()
    {
        TempFolder temp = new();
        DataFolder folder = new(temp.At("hub"));
        InitHub.Run(new InitHub.Request(folder, "test-exchange", [], "127.0.0.1", null, folder.At("operator"), "olivia", null), TimeProvider.System);
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet");
        foreach (string argument in (string[])[Path.Combine(AppContext.BaseDirectory, "bex-hub.dll"), "serve", "--data", folder.Path, "--set", "Member:Port=0", "--set", "Operator:Port=0", "--set", "Public:Port=0"])
        {
            start.ArgumentList.Add(argument);
        }
        start.Environment.Remove("DOTNET_EnableDiagnostics");
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        ServedHub hub = new(Process.Start(start)!, folder, temp);
        hub.Process.OutputDataReceived += static (_, _) => { };
        hub.Process.ErrorDataReceived += static (_, _) => { };
        hub.Process.BeginOutputReadLine();
        hub.Process.BeginErrorReadLine();
        await Answers.EventuallyAsync(() => File.Exists(folder.Ports) || hub.Process.HasExited, "the hub's ports");
        Assert.False(hub.Process.HasExited);
        return hub;
    }

    public void Dispose()
    {
        if (!Process.HasExited)
        {
            Process.Kill();
            Process.WaitForExit();
        }
        Process.Dispose();
        _temp.Dispose();
    }
}
