using System.Diagnostics;

namespace BlacklistExchange.Demo.Stage;

/// <summary>What a finished process left.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Errors);

/// <summary>Runs <c>bex</c> and <c>bex-hub</c> as the real processes they are.</summary>
internal static class Tool
{
    private static readonly string Host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    public static string Library(string tool) => Path.Combine(AppContext.BaseDirectory, tool + ".dll");

    /// <summary>Starts a tool and returns the process with both outputs redirected.</summary>
    public static Process Start(string tool, IEnumerable<string> arguments, string? folder = null)
    {
        ProcessStartInfo start = new(Host) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = folder ?? "" };
        start.ArgumentList.Add(Library(tool));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        start.Environment["NO_COLOR"] = "1";
        // The tools would start themselves again to get this; fifty starts are worth sparing.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        Process process = Process.Start(start) ?? throw new InvalidOperationException($"{tool} does not start.");
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Starts a tool in a session of its own with its output in a file; it may outlive this program.</summary>
    public static Process StartDetached(string log, string tool, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new("/bin/sh", ["-c", "log=$0; exec setsid \"$@\" >\"$log\" 2>&1 </dev/null", log, Host, Library(tool), .. arguments]);
        return Process.Start(start) ?? throw new InvalidOperationException($"{tool} does not start.");
    }

    /// <summary>Runs a tool to its end.</summary>
    public static async Task<ToolRun> RunAsync(string tool, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using Process process = Start(tool, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return new ToolRun(process.ExitCode, await output, await errors);
    }

    /// <summary>Runs a tool and stops the demo with what it said unless it ends with 0 or one of <paramref name="alsoFine"/>.</summary>
    public static async Task<ToolRun> MustAsync(string tool, IReadOnlyList<string> arguments, int[] alsoFine, CancellationToken cancellationToken)
    {
        ToolRun run = await RunAsync(tool, arguments, cancellationToken);
        return run.ExitCode == 0 || alsoFine.Contains(run.ExitCode)
            ? run
            : throw new DemoException($"'{tool} {string.Join(' ', arguments)}' ended with {run.ExitCode}:\n{run.Output}{run.Errors}");
    }
}
