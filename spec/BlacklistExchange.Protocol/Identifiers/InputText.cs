using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace BlacklistExchange.Protocol.Identifiers;

/// <summary>
/// A text after the steps common to all kinds (spec/identifiers.md §4): width mapped, hidden characters refused, outer spaces trimmed. Every
/// character remembers its position in the text as given. <c>string.Normalize</c> is not used: without ICU it leaves the text as it is.
/// </summary>
internal sealed class InputText
{
    /// <summary>Longest text that is looked at, in code points.</summary>
    internal const int MaxLength = 1024;

    private readonly int[] _positions;

    private InputText(string chars, int[] positions) => (Chars, _positions) = (chars, positions);

    /// <summary>The characters, all of them in the basic plane: ASCII, accepted dashes, CJK ideographs.</summary>
    internal string Chars { get; }

    internal int Length => Chars.Length;

    internal int PositionOf(int index) => _positions[index];

    public override string ToString() => $"{Length} characters";

    internal static bool TryRead(string text, [NotNullWhen(true)] out InputText? input, [NotNullWhen(false)] out IdentifierRefusal? refusal)
    {
        input = null;
        StringBuilder chars = new(text.Length);
        int position = 0;
        for (int i = 0; i < text.Length; position++)
        {
            bool whole = Rune.TryGetRuneAt(text, i, out Rune rune);
            int codePoint = whole ? rune.Value : text[i];
            i += whole ? rune.Utf16SequenceLength : 1;
            refusal = position == MaxLength ? TooLong() : CharacterRules.Refuse(codePoint, position + 1);
            if (refusal is not null)
            {
                return false;
            }

            chars.Append(CharacterRules.MapWidth((char)codePoint));
        }

        input = Trimmed(chars.ToString());
        refusal = input.Length == 0
            ? new IdentifierRefusal("text.empty", null, "There is nothing here but spaces. Leave the item out, or fill the column.", false)
            : SpreadsheetDamage.Find(input) ?? Placeholders.Find(input);
        return refusal is null;
    }

    /// <summary>The same text without <paramref name="separators"/>; a hyphen among them stands for every accepted dash.</summary>
    internal InputText Without(string separators)
    {
        StringBuilder kept = new(Length);
        List<int> positions = new(Length);
        for (int i = 0; i < Length; i++)
        {
            char c = CharacterRules.IsDash(Chars[i]) ? '-' : Chars[i];
            if (!separators.Contains(c, StringComparison.Ordinal))
            {
                kept.Append(Chars[i]);
                positions.Add(_positions[i]);
            }
        }

        return new InputText(kept.ToString(), [.. positions]);
    }

    /// <summary>The text from <paramref name="start"/> on.</summary>
    internal InputText From(int start) => new(Chars[start..], _positions[start..]);

    /// <summary>The text before <paramref name="end"/>.</summary>
    internal InputText To(int end) => new(Chars[..end], _positions[..end]);

    /// <summary>The same positions with ASCII letters in upper case.</summary>
    internal InputText Upper() => new(Chars.ToUpperInvariant(), _positions);

    /// <summary>Index of the first character outside <paramref name="allowed"/>, or -1.</summary>
    internal int FirstOutside(string allowed) => Chars.AsSpan().IndexOfAnyExcept(allowed);

    private static InputText Trimmed(string chars)
    {
        int start = chars.Length - chars.AsSpan().TrimStart(' ').Length;
        string kept = chars.Trim(' ');
        return new InputText(kept, [.. Enumerable.Range(start + 1, kept.Length)]);
    }

    private static IdentifierRefusal TooLong() =>
        new("text.too-long", null, $"The text has more than {MaxLength} characters; no identifier does. Check that the column is the right one.", false);
}
