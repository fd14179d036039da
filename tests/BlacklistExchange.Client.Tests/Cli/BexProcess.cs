using System.Diagnostics;
using System.Text;

namespace BlacklistExchange.Client.Tests.Cli;

/// <summary>Runs the built <c>bex</c> as a process of its own, as a shell would.</summary>
internal static class BexProcess
{
    public static Task<BexRun> RunAsync(string[] arguments, byte[]? input = null, Dictionary<string, string>? variables = null) =>
        RunAsync(arguments, static _ => Task.CompletedTask, input, variables);

    /// <summary>The same, with something to be done to the process while it runs.</summary>
    public static async Task<BexRun> RunAsync(string[] arguments, Func<Process, Task> meanwhile, byte[]? input = null, Dictionary<string, string>? variables = null)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8 };
        start.ArgumentList.Add(System.IO.Path.Combine(AppContext.BaseDirectory, "bex.dll"));
        Array.ForEach(arguments, start.ArgumentList.Add);
        start.Environment.Remove("BEX_PROFILE");
        foreach ((string name, string value) in variables ?? [])
        {
            start.Environment[name] = value;
        }
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.BaseStream.WriteAsync(input ?? []);
        process.StandardInput.Close();
        await meanwhile(process);
        await process.WaitForExitAsync();
        return new BexRun(process.ExitCode, await output, await error);
    }
}
