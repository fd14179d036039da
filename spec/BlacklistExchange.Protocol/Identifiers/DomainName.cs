namespace BlacklistExchange.Protocol.Identifiers;

/// <summary>Host names of e-mail addresses and shops (spec/identifiers.md §5.9): ASCII, lower case, at least two labels, no address literal.</summary>
internal static class DomainName
{
    private const int MaxLength = 253;
    private const int MaxLabel = 63;

    private static readonly string[] Reserved = ["localhost", "local", "invalid", "internal"];

    /// <summary>The name in lower case, or a refusal whose code begins with <paramref name="kind"/>.</summary>
    internal static Reading Read(InputText text, string kind)
    {
        for (int i = 0; i < text.Length; i++)
        {
            char c = text.Chars[i];
            if (c > '~')
            {
                return Reading.RefuseAt(kind + ".non-ascii", c, text.PositionOf(i), "international names are accepted in their ASCII form only, labels beginning with xn--. Convert the name with the registrar's tool.");
            }

            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.'))
            {
                return Reading.RefuseAt(kind + ".domain-character", c, text.PositionOf(i), "a domain name has letters, digits, hyphens and dots. Correct the address.");
            }
        }

        string name = text.Chars.ToLowerInvariant();
        return IsName(name) ? Reading.Accept(name)
            : Reading.Refuse(kind + ".domain", "The domain is no public name: it needs two or more labels of 1 to 63 characters, no hyphen at their ends, the last one a name; addresses in digits and names of private networks are refused.");
    }

    private static bool IsName(string name)
    {
        string[] labels = name.Split('.');
        return name.Length <= MaxLength && labels.Length >= 2 && labels.All(IsLabel)
            && labels[^1].Length >= 2 && (labels[^1].All(char.IsAsciiLetterLower) || labels[^1].StartsWith("xn--", StringComparison.Ordinal))
            && !Reserved.Contains(labels[^1]);
    }

    private static bool IsLabel(string label) => label.Length is > 0 and <= MaxLabel && label[0] != '-' && label[^1] != '-';
}
