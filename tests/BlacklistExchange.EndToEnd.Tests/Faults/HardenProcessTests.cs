using System.Diagnostics;
using System.Runtime.InteropServices;
using BlacklistExchange.Server;
using BlacklistExchange.Server.Tests;

namespace BlacklistExchange.EndToEnd.Tests.Faults;

/// <summary>A hub that serves has no diagnostics socket and leaves no core file, however it was started.</summary>
public sealed class HardenProcessTests
{
    [Fact]
    public async Task Keeps_no_diagnostics_socket_and_no_core_limit_under_the_same_process_id()
    {
        using ServedHub hub = await ServedHub.StartAsync();
        int id = hub.Process.Id;
        Assert.Equal(id, HubAddresses.Read(hub.Folder).Process);
        Assert.Empty(Sockets(id));
        // The search finds a process that has one: this test's own, unless it was started with the setting.
        Assert.Equal(Environment.GetEnvironmentVariable("DOTNET_EnableDiagnostics") != "0", Sockets(Environment.ProcessId).Any());
        Assert.Equal(["0", "0"], Core(id));
        Assert.StartsWith("dotnet", File.ReadAllText($"/proc/{id}/comm").Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Returns_zero_on_sigterm_after_it_has_started_itself_again()
    {
        using ServedHub hub = await ServedHub.StartAsync();
        Assert.Equal(0, kill(hub.Process.Id, 15));
        await hub.Process.WaitForExitAsync();
        Assert.Equal(0, hub.Process.ExitCode);
        Assert.False(File.Exists(hub.Folder.Ports));
        Assert.Empty(Sockets(hub.Process.Id));
    }

    [Fact]
    public async Task Keeps_bex_without_a_diagnostics_socket_and_gives_its_answer()
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])[Path.Combine(AppContext.BaseDirectory, "bex.dll"), "identifier", "check", "--kind", "phone", "-"])
        {
            start.ArgumentList.Add(argument);
        }
        start.Environment.Remove("DOTNET_EnableDiagnostics");
        using Process bex = Process.Start(start)!;
        await Answers.EventuallyAsync(() => HasStartedAgain(bex.Id), "bex with the setting");
        Assert.Equal(["0", "0"], Core(bex.Id));
        Assert.Empty(Sockets(bex.Id));
        await bex.StandardInput.WriteLineAsync("13912870365");
        bex.StandardInput.Close();
        string output = await bex.StandardOutput.ReadToEndAsync();
        string errors = await bex.StandardError.ReadToEndAsync();
        await bex.WaitForExitAsync();
        Assert.True(bex.ExitCode == 0, output + errors);
        Assert.Contains("+8613912870365", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Keeps_a_guest_in_another_program_as_it_is()
    {
        using Process before = Process.GetCurrentProcess();
        Server.Storage.HardenProcess.Run();
        using Process after = Process.GetCurrentProcess();
        Assert.Equal(before.StartTime, after.StartTime);
        Assert.True(Environment.GetEnvironmentVariable("DOTNET_EnableDiagnostics") == "0" || Sockets(Environment.ProcessId).Any());
    }

    private static bool HasStartedAgain(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/environ").Contains("DOTNET_EnableDiagnostics=0", StringComparison.Ordinal) && Core(process) is ["0", "0"];
        }
        catch (UnauthorizedAccessException)
        {
            // Nobody but root may look any more: that is what it is for.
            return true;
        }
    }

    /// <summary>Soft and hard limit.</summary>
    private static string[] Core(int process)
    {
        const string name = "Max core file size";
        string line = File.ReadLines($"/proc/{process}/limits").Single(static line => line.StartsWith(name, StringComparison.Ordinal));
        return line[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[..2];
    }

    private static IEnumerable<string> Sockets(int process) => Directory.EnumerateFiles(Path.GetTempPath(), $"dotnet-diagnostic-{process}-*")
        .Concat(Directory.EnumerateFiles(Path.GetTempPath(), $"clr-debug-pipe-{process}-*"));

    [DllImport("libc")]
    private static extern int kill(int process, int signal);
}
