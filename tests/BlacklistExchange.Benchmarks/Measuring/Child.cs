using System.Diagnostics;
using System.Text.Json;

namespace BlacklistExchange.Benchmarks.Measuring;

/// <summary>A part of a measurement in a process of its own, so that its memory and its first run are its own.</summary>
internal static class Child
{
    /// <summary>Runs this program again with other arguments and returns the figures it prints.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="cancellationToken">Ends the child.</param>
    /// <param name="environment">Variables that the child has beside this process's own.</param>
    public static async Task<IReadOnlyList<Figure>> MeasureAsync(
        IReadOnlyList<string> arguments, CancellationToken cancellationToken, params IReadOnlyList<(string Name, string Value)> environment)
    {
        ProcessStartInfo start = StartInfo(arguments);
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start) ?? throw new NotMeasuredException("A child process could not be started.");
        try
        {
            string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == ExitCodes.Done
                ? JsonSerializer.Deserialize<Figure[]>(output)!
                : throw new NotMeasuredException($"The part '{arguments[0]}' ended with code {process.ExitCode}; its reason is printed above.");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    /// <summary>In the child: hands the figures to the parent.</summary>
    public static void Print(IEnumerable<Figure> figures) => Console.WriteLine(JsonSerializer.Serialize(figures.ToArray()));

    private static ProcessStartInfo StartInfo(IReadOnlyList<string> arguments)
    {
        string program = Environment.ProcessPath!;
        bool muxer = Path.GetFileNameWithoutExtension(program) == "dotnet";
        ProcessStartInfo start = new(program, muxer ? [Path.Combine(AppContext.BaseDirectory, "BlacklistExchange.Benchmarks.dll"), .. arguments] : arguments)
        {
            RedirectStandardOutput = true,
        };
        return start;
    }
}
