namespace BlacklistExchange.Protocol.Wire;

/// <summary>
/// Names of exchanges, lists, members and entities: 2 to 32 characters of <c>a-z 0-9 -</c>, beginning and ending with a letter or digit
/// (spec/protocol.md §2.1).
/// </summary>
public static class Slug
{
    /// <summary>Longest name in characters.</summary>
    public const int MaxLength = 32;

    /// <summary>True when <paramref name="text"/> is a name in that form.</summary>
    public static bool IsValid(string? text) =>
        text is { Length: >= 2 and <= MaxLength } && text[0] != '-' && text[^1] != '-' &&
        text.AsSpan().IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789-") < 0;
}
