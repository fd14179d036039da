using System.Globalization;

namespace BlacklistExchange.Cli.Queries;

/// <summary>
/// Beside a result file, while a run lasts: which lines were handed to the hub. A run that was cut short has asked for more than it wrote; the next one says how
/// many of those it may pay for twice. Line numbers only.
/// </summary>
internal sealed class AskedLog : IDisposable
{
    private readonly string _path;
    private readonly DurableAppend _file;
    private readonly HashSet<int> _before = [];

    public AskedLog(string resultFile)
    {
        _path = resultFile + ".asked";
        if (File.Exists(_path))
        {
            foreach (string line in File.ReadAllLines(_path))
            {
                _before.UnionWith(line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static number => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int one) ? one : 0));
            }
        }
        _file = File.Exists(_path) ? DurableAppend.Open(_path) : DurableAppend.Create(_path);
    }

    /// <summary>True when an earlier run asked for this line.</summary>
    public bool WasAsked(int line) => _before.Contains(line);

    public void Add(IEnumerable<int> lines) => _file.Write(string.Join(' ', lines) + "\n");

    public void Dispose() => _file.Dispose();

    /// <summary>The run is complete: nothing is left to pay twice.</summary>
    public void Delete()
    {
        _file.Dispose();
        File.Delete(_path);
    }
}
