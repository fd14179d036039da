namespace BlacklistExchange.Protocol.Identifiers;

/// <summary>Texts that stand for "no value" and the masked ones (spec/identifiers.md §4.4). One such entry would match half the world.</summary>
internal static class Placeholders
{
    private const string Advice = "This is a placeholder, not an identifier. Leave the item out, or look up the real value.";

    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "null", "(null)", "none", "nil", "nan", "n/a", "na", "n.a.", "undefined", "unknown", "empty", "blank", "default", "dummy", "sample", "anonymous", "admin", "root",
        "test", "test1", "test123", "testing", "tbd", "todo", "true", "false", "abc", "abc123", "abcd", "qwerty", "asdf",
        "123", "1234", "12345", "123456", "1234567", "12345678", "123456789", "1234567890", "0123456789",
        "无", "没有", "暂无", "空", "未知", "不详", "未填", "未填写", "测试", "匿名", "保密", "同上",
    };

    internal static IdentifierRefusal? Find(InputText text)
    {
        int mask = text.Chars.IndexOf('*', StringComparison.Ordinal);
        if (mask >= 0)
        {
            return Reading.At("text.masked", '*', text.PositionOf(mask), "part of the identifier is masked. Only the whole identifier can be looked up or reported.");
        }

        bool placeholder = Words.Contains(text.Chars) || IsRun(text.Chars) || IsShortNumber(text.Chars) || !text.Chars.Any(static c => char.IsAsciiLetterOrDigit(c) || CharacterRules.IsIdeograph(c));
        return placeholder ? new IdentifierRefusal("text.placeholder", null, Advice, false) : null;
    }

    /// <summary>True when every character is the same, letters counting alike in either case: some kinds fold it.</summary>
    internal static bool IsRun(ReadOnlySpan<char> text) => text.Length > 0 && text.IndexOfAnyExcept(text[0], char.IsAsciiLetter(text[0]) ? (char)(text[0] ^ 0x20) : text[0]) < 0;

    /// <summary>True for digits that go up or down by one from each to the next, 9 and 0 being neighbours.</summary>
    internal static bool IsSequence(ReadOnlySpan<char> digits) => StepsBy(digits, 1) || StepsBy(digits, 9);

    private static bool StepsBy(ReadOnlySpan<char> digits, int step)
    {
        for (int i = 1; i < digits.Length; i++)
        {
            if ((digits[i - 1] - '0' + step) % 10 != digits[i] - '0')
            {
                return false;
            }
        }

        return digits.Length > 1;
    }

    private static bool IsShortNumber(string text) => text.Length < 3 && text.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;
}
