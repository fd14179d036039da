using System.Globalization;
using System.Text;

namespace BlacklistExchange.Cli.Queries;

/// <summary>
/// Beside a result file, while a run lasts: which lines were handed to the hub, as ranges, on the disk before the first of them leaves. A run that was cut short
/// has asked for more than it wrote; the next one says how many of those it may pay for twice. Line numbers only.
/// </summary>
internal sealed class AskedLog : IDisposable
{
    private readonly string _path;
    private readonly DurableAppend _file;
    private readonly LineSet _before;

    public AskedLog(string resultFile)
    {
        _path = PathOf(resultFile);
        _before = Read(resultFile);
        _file = File.Exists(_path) ? DurableAppend.Open(_path) : DurableAppend.Create(_path);
    }

    /// <summary>The lines that runs onto a result file asked for and that no run to its end has settled.</summary>
    public static LineSet Read(string resultFile)
    {
        LineSet lines = new();
        string path = PathOf(resultFile);
        foreach (string range in (File.Exists(path) ? File.ReadLines(path) : []).SelectMany(static text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            string[] ends = range.Split('-');
            // A kill may have left half a range: what cannot be read was not asked yet.
            if (ends.Length <= 2 && TryRead(ends[0], out int first) && TryRead(ends[^1], out int last) && last >= first)
            {
                lines.Add(first, last);
            }
        }
        return lines;
    }

    /// <summary>True when an earlier run asked for this line.</summary>
    public bool WasAsked(int line) => _before.Contains(line);

    /// <summary>How many lines earlier runs asked for that have no verdict.</summary>
    public int CountUnwritten(WrittenRows? written) => written is null ? _before.Count : _before.CountOutside(written.Lines);

    /// <summary>Notes ascending lines.</summary>
    public void Add(IEnumerable<int> lines)
    {
        StringBuilder ranges = new();
        (int first, int last) = (0, -1);
        foreach (int line in lines)
        {
            if (line != last + 1)
            {
                Close(ranges, first, last);
                first = line;
            }
            last = line;
        }
        Close(ranges, first, last);
        _file.Write(ranges.ToString());
    }

    public void Dispose() => _file.Dispose();

    /// <summary>The run is complete: nothing is left to pay twice.</summary>
    public void Delete()
    {
        _file.Dispose();
        File.Delete(_path);
    }

    /// <summary>Every range begins a line of its own, so that half a line from a kill spoils none that comes after it.</summary>
    private static void Close(StringBuilder ranges, int first, int last)
    {
        if (last >= first)
        {
            ranges.Append(CultureInfo.InvariantCulture, $"\n{first}-{last}\n");
        }
    }

    private static string PathOf(string resultFile) => resultFile + ".asked";

    private static bool TryRead(string text, out int line) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out line);
}
