using System.Text;

namespace BlacklistExchange.Protocol.Identifiers;

/// <summary>Account names that only their issuer can check (spec/identifiers.md §5.1): taken exactly, after width and outer spaces.</summary>
internal static class AccountText
{
    private const int MaxBytes = 128;

    /// <summary>Printable ASCII without space, and CJK ideographs; at most 128 bytes in UTF-8; case is kept.</summary>
    internal static Reading Read(InputText text, string kind)
    {
        for (int i = 0; i < text.Length; i++)
        {
            char c = text.Chars[i];
            if (c is not (> ' ' and <= '~') && !CharacterRules.IsIdeograph(c))
            {
                return Reading.RefuseAt(kind + ".character", c, text.PositionOf(i), "an account name has printable ASCII and CJK ideographs, no space and no typographic dash. Copy it from the issuer's own record.");
            }
        }

        return Encoding.UTF8.GetByteCount(text.Chars) > MaxBytes
            ? Reading.Refuse(kind + ".length", $"The account name is longer than {MaxBytes} bytes in UTF-8. Check that the column is the right one.")
            : Reading.Accept(text.Chars);
    }
}
