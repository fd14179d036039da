using System.Text;

namespace BlacklistExchange.Protocol.Identifiers;

/// <summary>Handles on a social network (spec/identifiers.md §5.11): one leading @ is left out, ASCII letters in lower case.</summary>
internal static class SocialHandle
{
    private const int MaxBytes = 64;

    internal static Reading Read(InputText given, string ns)
    {
        InputText text = given.Chars[0] == '@' ? given.From(1) : given;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text.Chars[i];
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.') && !CharacterRules.IsIdeograph(c))
            {
                return Reading.RefuseAt("social-handle.character", c, text.PositionOf(i), "a handle has letters, digits, _ - . and CJK ideographs. Give the handle, not the profile's address or display name.");
            }
        }

        return text.Length < 2 || Encoding.UTF8.GetByteCount(text.Chars) > MaxBytes
            ? Reading.Refuse("social-handle.length", $"A handle has at least 2 characters and at most {MaxBytes} bytes in UTF-8. Check that the column is the right one.")
            : Reading.Accept(text.Chars.ToLowerInvariant());
    }
}
