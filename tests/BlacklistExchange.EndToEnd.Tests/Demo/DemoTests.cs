using System.Diagnostics;
using System.Text.RegularExpressions;

namespace BlacklistExchange.EndToEnd.Tests.Demo;

/// <summary>The demo as the audience runs it: real processes, figures read from what it prints.</summary>
public sealed partial class DemoTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bex-demo-test-").FullName;

    [Fact]
    public async Task Returns_70_reported_26_found_and_nobody_wrongly_refused_and_stays_up_for_an_agent()
    {
        Outcome outcome = await RunAsync("--keep");
        Assert.Equal((0, 70, 26, 0), (outcome.ExitCode, outcome.Reported, outcome.Found, outcome.Wrong));
        Assert.Contains(": weak, not refused", outcome.Text, StringComparison.Ordinal);
        Assert.Contains("numbers of the story: 0 found", outcome.Text, StringComparison.Ordinal);
        Assert.Equal(["listed", "not-listed"], await TypeAgentCommandsAsync(outcome.Text));
    }

    [Fact]
    public async Task Returns_other_figures_for_another_seed_with_three_merchants_taken_out()
    {
        await RunAsync("--seed", "77", "--write-world", _folder);
        string[] owners = [.. File.ReadLines(Path.Combine(_folder, "truth.csv")).Skip(1).Select(line => line.Split(',')[1]).Where(owner => owner != "recycled-phone")];
        string[] taken = [.. owners.Distinct().Take(3)];
        foreach (string file in Directory.EnumerateFiles(_folder, "expelled.csv", SearchOption.AllDirectories))
        {
            File.WriteAllLines(file, File.ReadAllLines(file).Where(line => !taken.Contains(line.Split(',')[0])));
        }

        Outcome outcome = await RunAsync("--data", _folder);
        Assert.Equal((0, 67, owners.Count(owner => !taken.Contains(owner)), 0), (outcome.ExitCode, outcome.Reported, outcome.Found, outcome.Wrong));
        Assert.True(outcome.Found < 26);
    }

    [Fact]
    public async Task Finds_none_without_the_act_and_says_why()
    {
        Outcome outcome = await RunAsync("--without-act");
        Assert.Equal((0, 70, 0, 0), (outcome.ExitCode, outcome.Reported, outcome.Found, outcome.Wrong));
        Assert.Contains("needs two independent", outcome.Text, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<Outcome> RunAsync(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Demo.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string text = await process.StandardOutput.ReadToEndAsync() + await errors;
        await process.WaitForExitAsync();
        Match figures = Figures().Match(text);
        Assert.True(figures.Success || arguments.Contains("--write-world"), text);
        return new Outcome(process.ExitCode, Number(figures, 1), Number(figures, 2), Number(figures, 3), text);
    }

    /// <summary>Types what the demo says to try with an agent, then what it says to stop; the verdicts of the two checks.</summary>
    private static async Task<string[]> TypeAgentCommandsAsync(string text)
    {
        string[] said = [.. text.Split('\n').Select(static line => line.Trim())];
        string serve = said.Single(static line => line.Contains("bex-agent serve", StringComparison.Ordinal));
        string[] checks = [.. said.Where(static line => line.StartsWith("curl --unix-socket", StringComparison.Ordinal))];
        string stop = said.Single(static line => line.StartsWith("Stop it with: ", StringComparison.Ordinal))["Stop it with: ".Length..];
        string socket = checks[0].Split(' ')[2];
        string script = $"""
            {serve.Replace(" &", " >&2 &", StringComparison.Ordinal)}
            agent=$!
            for try in $(seq 300); do curl --silent --fail --unix-socket {socket} http://agent/readyz >/dev/null && break; sleep 0.2; done
            {string.Join("\necho\n", checks)}
            kill $agent; wait $agent
            {stop}
            """;
        ProcessStartInfo start = new("bash", ["-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output + await errors);
        return [.. Verdicts().Matches(output).Select(static match => match.Groups[1].Value)];
    }

    private static int Number(Match match, int group) => match.Success ? int.Parse(match.Groups[group].ValueSpan) : -1;

    [GeneratedRegex("^\\{\"verdict\":\"([a-z-]+)\"", RegexOptions.Multiline)]
    private static partial Regex Verdicts();

    [GeneratedRegex(@"reported (\d+), found (\d+), wrongly refused (\d+)")]
    private static partial Regex Figures();

    private sealed record Outcome(int ExitCode, int Reported, int Found, int Wrong, string Text);
}
