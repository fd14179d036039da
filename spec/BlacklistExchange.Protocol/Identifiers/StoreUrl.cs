using System.Globalization;

namespace BlacklistExchange.Protocol.Identifiers;

/// <summary>
/// Addresses of shops on the web (spec/identifiers.md §5.12). Canonical: https:// host [:port] path, whatever the scheme was, host in lower
/// case, ports 80 and 443 left out, no slash at the end. Query and fragment are refused, not dropped: they may be all that tells two shops apart.
/// </summary>
internal static class StoreUrl
{
    private const int MaxLength = 512;
    private const string Unreserved = CharacterRules.Digits + CharacterRules.UpperLetters + CharacterRules.LowerLetters + "-._~";
    private const string PathCharacters = Unreserved + "!$&'()+,;=:@/%";

    internal static Reading Read(InputText text, string ns)
    {
        bool secure = text.Chars.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        if (!secure && !text.Chars.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        {
            return Reading.Refuse("store-url.scheme", "The address begins with http:// or https://. Write it in full.");
        }

        InputText rest = text.From(secure ? 8 : 7);
        int extra = rest.Chars.AsSpan().IndexOfAny('?', '#');
        if (extra >= 0)
        {
            return Reading.RefuseAt(rest.Chars[extra] == '?' ? "store-url.query" : "store-url.fragment", rest.Chars[extra], rest.PositionOf(extra),
                "query and fragment are refused. Give the shop's plain address; where only they name the shop, report the seller account instead.");
        }

        int slash = rest.Chars.IndexOf('/', StringComparison.Ordinal);
        int end = slash < 0 ? rest.Length : slash;
        int user = rest.Chars.AsSpan(0, end).IndexOf('@');
        if (user >= 0)
        {
            return Reading.RefuseAt("store-url.userinfo", '@', rest.PositionOf(user), "a user name before the host is refused: it hides where the address leads. Leave it out.");
        }

        Reading authority = Authority(rest, end);
        Reading path = !authority.IsAccepted ? authority : Path(rest.From(end));
        return !path.IsAccepted ? path
            : authority.Value!.Length + path.Value.Length > MaxLength ? Reading.Refuse("store-url.length", $"The address is longer than {MaxLength} characters after the scheme. Give the shop's front page.")
            : Reading.Accept($"https://{authority.Value}{path.Value}");
    }

    /// <summary>Host and port; 80 and 443 are left out whatever the scheme was, since the scheme is not kept.</summary>
    private static Reading Authority(InputText rest, int end)
    {
        int colon = rest.Chars.AsSpan(0, end).IndexOf(':');
        Reading host = DomainName.Read(rest.To(colon < 0 ? end : colon), "store-url");
        if (!host.IsAccepted || colon < 0)
        {
            return host;
        }

        string port = rest.Chars[(colon + 1)..end];
        bool valid = port.Length is > 0 and <= 5 && port[0] != '0' && int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= 65535;
        return !valid ? Reading.RefuseAt("store-url.port", ':', rest.PositionOf(colon), "a port from 1 to 65535 without leading zeros comes after the colon. Correct or remove it.")
            : port is "80" or "443" ? host : Reading.Accept($"{host.Value}:{port}");
    }

    private static Reading Path(InputText path)
    {
        char[] canonical = path.Chars.ToCharArray();
        for (int i = 0; i < canonical.Length; i++)
        {
            if (!PathCharacters.Contains(canonical[i], StringComparison.Ordinal))
            {
                return Reading.RefuseAt("store-url.path-character", canonical[i], path.PositionOf(i), "it cannot stand in a path as it is. Copy the address from the browser, which writes it percent-encoded.");
            }

            if (canonical[i] == '%' && !TryRaiseEscape(canonical, i))
            {
                return Reading.RefuseAt("store-url.escape", '%', path.PositionOf(i), "two hexadecimal digits come after it, and letters, digits and - . _ ~ are written plainly, not encoded. Correct the address.");
            }
        }

        string[] segments = new string(canonical).Split('/');
        bool plain = segments.Skip(1).SkipLast(1).All(static segment => segment.Length > 0) && !segments.Any(static segment => segment is "." or "..");
        return plain ? Reading.Accept(new string(canonical).TrimEnd('/'))
            : Reading.Refuse("store-url.path", "The path has an empty, '.' or '..' segment, so one place has several addresses. Copy the address that the browser shows.");
    }

    /// <summary>Brings the hexadecimal digits at <paramref name="i"/> into upper case; false when malformed or when nothing needed encoding.</summary>
    private static bool TryRaiseEscape(char[] path, int i)
    {
        if (i + 2 >= path.Length || !char.IsAsciiHexDigit(path[i + 1]) || !char.IsAsciiHexDigit(path[i + 2]))
        {
            return false;
        }

        (path[i + 1], path[i + 2]) = (char.ToUpperInvariant(path[i + 1]), char.ToUpperInvariant(path[i + 2]));
        int code = int.Parse(path.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return !Unreserved.Contains((char)code, StringComparison.Ordinal);
    }
}
