using System.Globalization;
using System.Text;
using BlacklistExchange.Load.Measuring;

namespace BlacklistExchange.Load.Running;

/// <summary>A result as a table of at most 80 columns.</summary>
internal static class ResultText
{
    private const int Width = 80;

    public static string Of(LoadResult result)
    {
        StringBuilder text = new();
        text.AppendLine("operation        done   per s   p50 ms   p95 ms   p99 ms    max ms  failed");
        foreach (KindResult kind in result.Kinds)
        {
            Row(text, kind.Name, kind.Milliseconds, kind.Done, kind.PerSecond, kind.Failed);
        }

        if (result.Kinds.Count > 1)
        {
            Row(text, "all", [.. result.Kinds.SelectMany(static kind => kind.Milliseconds)], result.Done, result.RequestsPerSecond, result.Failed);
        }

        foreach (KindResult kind in result.Kinds)
        {
            foreach ((string name, (int count, string first)) in kind.Failures)
            {
                string line = $"failed: {count} {kind.Name} {name}: {first.ReplaceLineEndings(" ")}";
                text.AppendLine(line.Length <= Width ? line : line[..(Width - 1)] + "…");
            }
        }

        return text.ToString().TrimEnd();
    }

    private static void Row(StringBuilder text, string name, double[] milliseconds, int done, double perSecond, int failed)
    {
        Distribution? spread = milliseconds.Length > 0 ? new Distribution(milliseconds) : null;
        string At(double percent) => spread is null ? "-" : Figure.Format(spread.Percentile(percent));
        text.Append(CultureInfo.InvariantCulture, $"{name,-10}{done,11}{perSecond,8:0.0}{At(50),9}{At(95),9}{At(99),9}{At(100),10}{failed,8}").AppendLine();
    }
}
