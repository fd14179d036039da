using System.Diagnostics;
using System.Runtime.InteropServices;

namespace BlacklistExchange.Agent.Tests;

/// <summary>The built <c>bex-agent</c> as a process of its own; killed at the end if it still runs.</summary>
internal sealed class AgentProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;

    private AgentProcess(string[] arguments)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "bex-agent.dll"));
        Array.ForEach(arguments, start.ArgumentList.Add);
        start.Environment.Remove("DOTNET_EnableDiagnostics");
        _process = Process.Start(start)!;
        _error = _process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    /// <summary>What stood behind "listens on".</summary>
    public string Address { get; private set; } = "";

    public static string[] Serve(AgentWorld world, params string[] more) => ["serve", "--profile", world.Profile, "--list", world.Hub.ListName, "--on-uncertain", "open", .. more];

    /// <summary>Starts one and waits for its line.</summary>
    public static async Task<AgentProcess> StartAsync(params string[] arguments)
    {
        AgentProcess agent = new(arguments);
        string? line = await agent._process.StandardOutput.ReadLineAsync();
        Assert.True(line?.StartsWith("bex-agent listens on ", StringComparison.Ordinal) == true, line ?? await agent._error);
        agent.Address = line!["bex-agent listens on ".Length..];
        return agent;
    }

    /// <summary>Starts one that ends by itself.</summary>
    public static async Task<(int Code, string Text)> RunAsync(params string[] arguments)
    {
        using AgentProcess agent = new(arguments);
        string output = await agent._process.StandardOutput.ReadToEndAsync();
        await agent._process.WaitForExitAsync();
        return (agent._process.ExitCode, output + await agent._error);
    }

    /// <summary>Sends a signal and waits for the end.</summary>
    public async Task<(int Code, string Error)> EndAsync(int signal = 15)
    {
        Assert.Equal(0, kill(Id, signal));
        await _process.WaitForExitAsync();
        return (_process.ExitCode, await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
        _process.Dispose();
    }

    [DllImport("libc")]
    private static extern int kill(int process, int signal);
}
