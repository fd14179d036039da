using System.Globalization;
using System.Text;

namespace BlacklistExchange.Benchmarks.Measuring;

/// <summary>The committed results: written here and by no one else, so that no figure is typed by hand.</summary>
internal static class ResultFile
{
    private const string Project = "BlacklistExchange.Benchmarks.csproj";

    /// <summary>Writes <c>results/name.md</c> in the project's folder.</summary>
    public static string Write(string name, string title, string command, Report report, TimeProvider time)
    {
        string folder = Path.Combine(ProjectFolder(), "results");
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, name + ".md");
        File.WriteAllText(path, Text(title, command, report, time));
        return path;
    }

    private static string Text(string title, string command, Report report, TimeProvider time)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"""
            # {title}

            Written by the program:

            ```
            {command}
            ```

            | | |
            |---|---|
            | date | {time.GetUtcNow():yyyy-MM-dd} |
            | processor | {Machine.Processor}, {Machine.Cores} cores, {Machine.Instructions} |
            | runtime | {Machine.Runtime} |
            | load average at the end | {Machine.Load} |

            | figure | value | 10 – 90 % of rounds | what it is |
            |---|---:|---:|---|

            """);
        foreach (Figure figure in report.Figures)
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{figure.Name}` | {figure.Text} | {figure.SpreadText} | {figure.Meaning} |\n");
        }

        text.Append('\n');
        foreach (string sentence in report.Method)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {sentence}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\n```\n{report.LastLine}\n```\n");
        return text.ToString();
    }

    private static string ProjectFolder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Project)))
            {
                return folder.FullName;
            }
        }

        throw new NotMeasuredException($"--write puts results beside {Project}, and no folder above the program has it. Run it with dotnet run from a clone.");
    }
}
