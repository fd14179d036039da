using System.Collections;

namespace BlacklistExchange.Cli.Queries;

/// <summary>Line numbers: a bit each, since a file has millions of them and most of them belong to it.</summary>
internal sealed class LineSet
{
    private readonly BitArray _lines = new(0);

    public int Count { get; private set; }

    public bool Contains(int line) => line < _lines.Length && _lines[line];

    /// <summary>Adds all lines from <paramref name="first"/> to <paramref name="last"/>.</summary>
    public void Add(int first, int last)
    {
        if (last >= _lines.Length)
        {
            _lines.Length = Math.Max(last + 1, 2 * _lines.Length);
        }
        for (int line = first; line <= last; line++)
        {
            Count += _lines[line] ? 0 : 1;
            _lines[line] = true;
        }
    }

    /// <summary>How many of them are not in another set.</summary>
    public int CountOutside(LineSet other)
    {
        int count = 0;
        for (int line = 0; line < _lines.Length; line++)
        {
            count += _lines[line] && !other.Contains(line) ? 1 : 0;
        }
        return count;
    }
}
