using System.Diagnostics;
using System.Text;
using BlacklistExchange.EndToEnd.Tests.Leaks;

namespace BlacklistExchange.EndToEnd.Tests.Officers;

/// <summary>bex-hub as people start it; everything it says goes onto the haystack.</summary>
internal sealed class HubProcess : IDisposable
{
    private readonly StringBuilder _said = new();
    private readonly Process _process;
    private readonly Haystack _all;
    private readonly string _command;

    private HubProcess(Process process, Haystack all, string command)
    {
        _process = process;
        _all = all;
        _command = command;
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>What it has said so far, both streams.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    public static HubProcess Start(Haystack all, params string[] arguments)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in (string[])[Path.Combine(AppContext.BaseDirectory, "bex-hub.dll"), .. arguments])
        {
            start.ArgumentList.Add(argument);
        }
        start.Environment.Remove("DOTNET_EnableDiagnostics");
        HubProcess hub = new(Process.Start(start)!, all, string.Join(' ', arguments.Take(2)));
        hub._process.OutputDataReceived += hub.Hear;
        hub._process.ErrorDataReceived += hub.Hear;
        hub._process.BeginOutputReadLine();
        hub._process.BeginErrorReadLine();
        return hub;
    }

    /// <summary>Runs a verb to its end and asserts its exit code and what it says.</summary>
    public static async Task<string> RunAsync(Haystack all, int code, string says, string? input, params string[] arguments)
    {
        using HubProcess hub = Start(all, arguments);
        await hub._process.StandardInput.WriteAsync(input);
        hub._process.StandardInput.Close();
        Assert.Equal(code, await hub.EndAsync());
        Assert.Contains(says, hub.Said, StringComparison.Ordinal);
        return hub.Said;
    }

    /// <summary>Waits until it says something; fails when it ends first.</summary>
    public async Task SaysAsync(string text)
    {
        await Server.Tests.Answers.EventuallyAsync(() => Said.Contains(text, StringComparison.Ordinal) || HasExited, text);
        Assert.Contains(text, Said, StringComparison.Ordinal);
    }

    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
        _all.Add($"output of {_command}", Said + " ");
        _process.Dispose();
    }

    private void Hear(object sender, DataReceivedEventArgs line)
    {
        lock (_said)
        {
            _said.AppendLine(line.Data);
        }
    }
}
