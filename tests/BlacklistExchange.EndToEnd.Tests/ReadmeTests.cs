using System.Diagnostics;
using System.Text.RegularExpressions;

namespace BlacklistExchange.EndToEnd.Tests;

/// <summary>Types what README.md says under "Run a hub" and about the agent, in an empty folder, with the built programs on the PATH.</summary>
public sealed partial class ReadmeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bex-readme-").FullName;

    [Fact]
    public async Task Returns_an_answer_when_the_readme_is_typed()
    {
        string section = File.ReadAllText(Readme()).Split("## Run a hub")[1];
        string[] blocks = [.. BashBlock().Matches(section).Select(match => match.Groups[1].Value)];
        Assert.Equal(3, blocks.Length);

        (int code, string text) = await TypeAsync("trap 'kill $(jobs -p)' EXIT\n" + string.Concat(blocks));
        Assert.True(code == 0, text);
        Assert.Contains("not-listed", text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("京东", File.ReadAllText(Path.Combine(_folder, "members.txt")), StringComparison.Ordinal);
        Assert.Contains("\"verdict\":\"refused\"", Written("check.json"), StringComparison.Ordinal);
        Assert.Contains("\"needs_refresh\":false", Written("match.json"), StringComparison.Ordinal);
        Assert.Contains("\"id\":\"shop-1\"", Written("batch.ndjson"), StringComparison.Ordinal);
        Assert.Contains("\"outcome\":\"accepted\"", Written("receipt.json"), StringComparison.Ordinal);
        Assert.Contains("\nfriction     0 of 1 kept", Written("agreement.txt"), StringComparison.Ordinal);
        Assert.Contains("\"kind\":\"phone\"", Written("budget.json"), StringComparison.Ordinal);
        Assert.Contains("bex_agent_checks_total{verdict=\"unsure\"} 1", Written("metrics.txt"), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Written(string name) => File.ReadAllText(Path.Combine(_folder, name));

    private async Task<(int Code, string Text)> TypeAsync(string script)
    {
        ProcessStartInfo start = new("bash", ["-euo", "pipefail", "-c", script + "\nbex-hub entity list >members.txt\n"])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = AppContext.BaseDirectory + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        start.Environment["HOME"] = _folder;
        foreach (string port in new[] { "Member", "Operator", "Public" })
        {
            start.Environment[$"BEX_HUB__{port}__Port"] = "0";
        }
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }

    private static string Readme()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "BlacklistExchange.sln")))
        {
            folder = folder.Parent;
        }
        return Path.Combine(folder!.FullName, "README.md");
    }

    [GeneratedRegex("```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex BashBlock();
}
