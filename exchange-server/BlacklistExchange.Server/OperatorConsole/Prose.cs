using System.Text;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary>Sentences on a screen of 80 columns, broken between words; what has no space, as Chinese, goes over.</summary>
internal static class Prose
{
    private const int Screen = 80;

    /// <param name="text">One paragraph.</param>
    /// <param name="indent">Columns before every line.</param>
    public static string Wrap(string text, int indent = 0)
    {
        StringBuilder wrapped = new();
        int used = Screen;
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int width = TextWidth.Of(word);
            bool fits = used + 1 + width <= Screen;
            wrapped.Append(fits ? " " : $"{(wrapped.Length == 0 ? "" : "\n")}{new string(' ', indent)}").Append(word);
            used = (fits ? used + 1 : indent) + width;
        }
        return wrapped.ToString();
    }
}
