namespace BlacklistExchange.Protocol.Identifiers;

/// <summary>
/// E-mail addresses (spec/identifiers.md §5.9): RFC 5321 dot-string and domain, both in lower case, since no provider keeps two mailboxes
/// that differ in case alone. Dots and plus tags stay: what they mean differs from provider to provider.
/// </summary>
internal static class EmailAddress
{
    private const int MaxLocal = 64;
    private const int MaxLength = 254;
    private const string LocalCharacters = CharacterRules.Digits + CharacterRules.UpperLetters + CharacterRules.LowerLetters + "!#$%&'+/=?^_`{|}~-.";

    internal static Reading Read(InputText text, string ns)
    {
        int at = text.Chars.IndexOf('@', StringComparison.Ordinal);
        if (at < 0)
        {
            return Reading.Refuse("email.at", "There is no @ in this e-mail address. Check that the column is the right one.");
        }

        string local = text.Chars[..at];
        for (int i = 0; i < at; i++)
        {
            if (local[i] > '~')
            {
                return Reading.RefuseAt("email.non-ascii", local[i], text.PositionOf(i), "the part before @ is accepted in ASCII only. Give the mailbox's ASCII address.");
            }

            if (!LocalCharacters.Contains(local[i], StringComparison.Ordinal))
            {
                return Reading.RefuseAt("email.character", local[i], text.PositionOf(i), "it cannot stand before the @ of an address; quoted names, angle brackets and lists are refused. Give the bare address, one in a line.");
            }
        }

        if (local.Length is 0 or > MaxLocal || local[0] == '.' || local[^1] == '.' || local.Contains("..", StringComparison.Ordinal))
        {
            return Reading.Refuse("email.local-part", $"The part before @ has 1 to {MaxLocal} characters, no dot at its ends and no two dots together. Correct the address.");
        }

        Reading domain = DomainName.Read(text.From(at + 1), "email");
        return !domain.IsAccepted ? domain
            : text.Length > MaxLength ? Reading.Refuse("email.length", $"The address is longer than {MaxLength} characters. Check that the column is the right one.")
            : Reading.Accept($"{local.ToLowerInvariant()}@{domain.Value}");
    }
}
