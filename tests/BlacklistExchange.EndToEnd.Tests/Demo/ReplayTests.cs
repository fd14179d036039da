using System.Diagnostics;
using System.Text.RegularExpressions;

namespace BlacklistExchange.EndToEnd.Tests.Demo;

/// <summary>The replay of sign-ups through an agent in shadow mode, as the audience runs it: a hub, members and agents as processes.</summary>
public sealed class ReplayTests
{
    [Fact]
    public async Task Returns_the_same_decisions_with_an_agent_and_figures_that_fit_the_truth()
    {
        (int code, string text) = await RunAsync("--shadow-days", "4", "--sign-ups", "30", "--seed", "77");
        Assert.True(code == 0, text);
        Assert.Contains("\ndecisions    byte-identical with and without the agent", text, StringComparison.Ordinal);
        Assert.Contains("\nanswers      120 checks, 1 distinct answer: {\"shadow\":true}\n", text, StringComparison.Ordinal);
        // The same program before an agent that answers decides otherwise: had a verdict leaked, the files would have shown it.
        Assert.InRange(Figures(text, @"^control      an agent that answers: different, (\d+) of (\d+) lines$")[0], 1, 1000);

        long[] precision = Figures(text, @"^precision    (\d+) of (\d+) strong hits are merchants expelled elsewhere$");
        long[] friction = Figures(text, @"^friction     (\d+) of (\d+) innocents would have been refused \(\d+\.\d per 10,000\)$");
        long[] recall = Figures(text, @"^recall       (\d+) of (\d+) merchants who return would have been stopped$");
        // One bought a company and is accused wrongly, one merchant brought nothing along, two infringe for the first time.
        Assert.Equal((1, 1, 1, 120 - 2), (precision[1] - precision[0], friction[0], recall[1] - recall[0], friction[1] + recall[1]));
        Assert.Equal(precision[0], recall[0]);
        // Every strong hit that the agent found and told nobody is in its own report.
        Assert.Equal([120, 0, 0, precision[1] + 4, precision[1]], Figures(text, @"^all +(\d+) +(\d+) +(\d+) +(\d+) +(\d+) +\d+ +\d+ +\d+ +\d+$"));
        Assert.Matches(@"(?m)^precision    \d+ of \d+ decided hits the member expelled too", text);
        Assert.Matches(@"(?m)^friction     \d+ of \d+ kept would have been refused", text);
        Assert.Contains("京东、阿里巴巴、拼多多、微店", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), static line => Assert.InRange(line.Sum(static letter => letter >= '\u2E80' ? 2 : 1), 0, 80));
    }

    [Theory]
    [InlineData("--shadow-days", "0")]
    [InlineData("--shadow-days", "365", "--sign-ups", "2000")]
    public async Task Refuses_days_and_numbers_beyond_the_limits(params string[] arguments)
    {
        (int code, string text) = await RunAsync(arguments);
        Assert.Equal(2, code);
        Assert.Contains("--shadow-days N", text, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Text)> RunAsync(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Demo.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string text = await process.StandardOutput.ReadToEndAsync() + await errors;
        await process.WaitForExitAsync();
        return (process.ExitCode, text);
    }

    private static long[] Figures(string text, string pattern)
    {
        Match match = Regex.Match(text, pattern, RegexOptions.Multiline, TimeSpan.FromSeconds(5));
        Assert.True(match.Success, $"{pattern} is not in:\n{text}");
        return [.. match.Groups.Values.Skip(1).Select(static group => long.Parse(group.ValueSpan))];
    }
}
