using System.Globalization;
using System.Text;

namespace BlacklistExchange.Cli.Terminal;

/// <summary>
/// How many columns a text takes on a terminal: Chinese, Japanese, Korean and full-width characters and emoji take two, combining marks none, a cluster as much as its
/// base (Unicode Standard Annex 11, classes W and F). Ambiguous characters count one, so nothing that we print by ourselves uses them.
/// </summary>
internal static class DisplayWidth
{
    private const char EmojiPresentation = '\uFE0F';
    private const string Cut = "..";

    public static int Of(string text)
    {
        int width = 0;
        TextElementEnumerator clusters = StringInfo.GetTextElementEnumerator(text);
        while (clusters.MoveNext())
        {
            width += OfCluster(clusters.GetTextElement());
        }
        return width;
    }

    /// <summary>Exactly <paramref name="width"/> columns: padded with spaces, or cut at a whole cluster with ".." at the end.</summary>
    public static string Fit(string text, int width)
    {
        int full = Of(text);
        if (full <= width)
        {
            return text + new string(' ', width - full);
        }
        (string head, _) = Split(text, Math.Max(0, width - Cut.Length));
        string cut = head + Cut[..Math.Min(Cut.Length, width)];
        return cut + new string(' ', width - Of(cut));
    }

    /// <summary>Splits off as many whole clusters as fit into <paramref name="width"/> columns; the head may be empty.</summary>
    public static (string Head, string Tail) Split(string text, int width)
    {
        int used = 0;
        TextElementEnumerator clusters = StringInfo.GetTextElementEnumerator(text);
        while (clusters.MoveNext())
        {
            used += OfCluster(clusters.GetTextElement());
            if (used > width)
            {
                return (text[..clusters.ElementIndex], text[clusters.ElementIndex..]);
            }
        }
        return (text, "");
    }

    /// <summary>Lines of at most <paramref name="width"/> columns (2 or more), broken at spaces where there are any and between wide characters otherwise.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 2);
        string rest = text.Trim();
        do
        {
            (string head, string tail) = Split(rest, width);
            int space = tail.Length == 0 || tail[0] == ' ' ? -1 : head.LastIndexOf(' ');
            int end = space > 0 && IsNarrow(head[^1]) ? space : head.Length;
            yield return rest[..end].TrimEnd();
            rest = rest[end..].TrimStart();
        }
        while (rest.Length > 0);
    }

    /// <summary>Replaces what would steer a terminal or reorder a line: controls, bidirectional controls, lone surrogates.</summary>
    public static string Harmless(string text)
    {
        StringBuilder shown = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool steers = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                || rune.Value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
            shown.Append(steers ? new Rune('?') : rune);
        }
        return shown.ToString();
    }

    private static bool IsNarrow(char character) => !char.IsSurrogate(character) && !IsWide(character);

    private static int OfCluster(string cluster)
    {
        if (!Rune.TryGetRuneAt(cluster, 0, out Rune first))
        {
            return 1;
        }
        return IsWide(first.Value) || cluster.Contains(EmojiPresentation) || IsFlag(cluster) ? 2 : IsInvisible(first) ? 0 : 1;
    }

    private static bool IsFlag(string cluster) => cluster is ['\uD83C', >= '\uDDE6' and <= '\uDDFF', '\uD83C', >= '\uDDE6' and <= '\uDDFF'];

    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.Control;

    private static bool IsWide(int codePoint)
    {
        int low = 0;
        int high = Wide.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (codePoint > Wide[middle].Last)
            {
                low = middle + 1;
            }
            else if (codePoint < Wide[middle].First)
            {
                high = middle - 1;
            }
            else
            {
                return true;
            }
        }
        return false;
    }

    // EastAsianWidth W and F of Unicode 14, computed; unassigned code points join their neighbours; planes 2 and 3 whole.
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x231A, 0x231B), (0x2329, 0x232A), (0x23E9, 0x23EC), (0x23F0, 0x23F0), (0x23F3, 0x23F3), (0x25FD, 0x25FE), (0x2614, 0x2615),
        (0x2648, 0x2653), (0x267F, 0x267F), (0x2693, 0x2693), (0x26A1, 0x26A1), (0x26AA, 0x26AB), (0x26BD, 0x26BE), (0x26C4, 0x26C5), (0x26CE, 0x26CE),
        (0x26D4, 0x26D4), (0x26EA, 0x26EA), (0x26F2, 0x26F3), (0x26F5, 0x26F5), (0x26FA, 0x26FA), (0x26FD, 0x26FD), (0x2705, 0x2705), (0x270A, 0x270B),
        (0x2728, 0x2728), (0x274C, 0x274C), (0x274E, 0x274E), (0x2753, 0x2755), (0x2757, 0x2757), (0x2795, 0x2797), (0x27B0, 0x27B0), (0x27BF, 0x27BF),
        (0x2B1B, 0x2B1C), (0x2B50, 0x2B50), (0x2B55, 0x2B55), (0x2E80, 0x303E), (0x3041, 0x3247), (0x3250, 0x4DBF), (0x4E00, 0xA4C6), (0xA960, 0xA97C),
        (0xAC00, 0xD7A3), (0xF900, 0xFAD9), (0xFE10, 0xFE19), (0xFE30, 0xFE6B), (0xFF01, 0xFF60), (0xFFE0, 0xFFE6), (0x16FE0, 0x1B2FB), (0x1F004, 0x1F004),
        (0x1F0CF, 0x1F0CF), (0x1F18E, 0x1F18E), (0x1F191, 0x1F19A), (0x1F200, 0x1F320), (0x1F32D, 0x1F335), (0x1F337, 0x1F37C), (0x1F37E, 0x1F393), (0x1F3A0,
        0x1F3CA), (0x1F3CF, 0x1F3D3), (0x1F3E0, 0x1F3F0), (0x1F3F4, 0x1F3F4), (0x1F3F8, 0x1F43E), (0x1F440, 0x1F440), (0x1F442, 0x1F4FC), (0x1F4FF, 0x1F53D),
        (0x1F54B, 0x1F54E), (0x1F550, 0x1F567), (0x1F57A, 0x1F57A), (0x1F595, 0x1F596), (0x1F5A4, 0x1F5A4), (0x1F5FB, 0x1F64F), (0x1F680, 0x1F6C5), (0x1F6CC,
        0x1F6CC), (0x1F6D0, 0x1F6D2), (0x1F6D5, 0x1F6DF), (0x1F6EB, 0x1F6EC), (0x1F6F4, 0x1F6FC), (0x1F7E0, 0x1F7F0), (0x1F90C, 0x1F93A), (0x1F93C, 0x1F945),
        (0x1F947, 0x1F9FF), (0x1FA70, 0x1FAF6), (0x20000, 0x3FFFD),
    ];
}
