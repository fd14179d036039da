namespace BlacklistExchange.Protocol.Identifiers;

/// <summary>Which characters any identifier may be written with, and how width is mapped (spec/identifiers.md §4.1).</summary>
internal static class CharacterRules
{
    internal const string Digits = "0123456789";
    internal const string UpperLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    internal const string LowerLetters = "abcdefghijklmnopqrstuvwxyz";

    /// <summary>Full-width forms to ASCII, the spaces that NFKC makes a space to U+0020; everything else stays.</summary>
    internal static char MapWidth(char c) => c switch
    {
        >= '\uFF01' and <= '\uFF5E' => (char)(c - 0xFEE0),
        '\u3000' or '\u00A0' or (>= '\u2000' and <= '\u200A') or '\u202F' or '\u205F' => ' ',
        _ => c,
    };

    internal static bool IsDash(char c) => c is '-' or (>= '\u2010' and <= '\u2015') or '\u2212';

    internal static bool IsIdeograph(char c) => c is '\u3007' or (>= '\u3400' and <= '\u4DBF') or (>= '\u4E00' and <= '\u9FFF');

    internal static IdentifierRefusal? Refuse(int codePoint, int position) => codePoint switch
    {
        >= 0x20 and <= 0x7E => null,
        < 0x20 or (>= 0x7F and <= 0x9F) or 0x2028 or 0x2029 => Reading.At("text.control", codePoint, position,
            "control characters, tabs and line breaks are refused. Delete it in the source; it is invisible."),
        0xAD or 0x34F or 0x180E or (>= 0x200B and <= 0x200D) or (>= 0x2060 and <= 0x2064) or 0xFEFF or (>= 0xFE00 and <= 0xFE0F) => Reading.At(
            "text.invisible", codePoint, position, "zero-width and invisible characters are refused. Delete it in the source, or type the identifier anew."),
        0x61C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) => Reading.At(
            "text.bidi", codePoint, position, "characters that turn the direction of writing are refused. Delete it in the source, or type the identifier anew."),
        <= 0xFFFF when IsAccepted((char)codePoint) => null,
        _ => Reading.At("text.unsupported", codePoint, position,
            "only ASCII, full-width ASCII and CJK ideographs are accepted; look-alikes of other scripts are not. Type it as the issuer writes it."),
    };

    private static bool IsAccepted(char c) => MapWidth(c) <= '~' || IsDash(c) || IsIdeograph(c);
}
