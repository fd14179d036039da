namespace BlacklistExchange.Protocol.Identifiers;

/// <summary>
/// Permits of Hong Kong, Macao and Taiwan residents for the mainland (spec/identifiers.md §5.8). The namespace is the permit:
/// <c>home-return</c> (Hong Kong and Macao), <c>taiwan</c>, or <c>residence</c> (the residence permit, numbered like a resident ID).
/// </summary>
internal static class TravelPermit
{
    internal static readonly NamespaceRule NamespaceRule = Identifiers.NamespaceRule.OneOf(
        "The namespace must be home-return (Hong Kong and Macao residents' travel permit), taiwan (Taiwan residents' travel permit) or residence (residence permit of 18 characters).",
        static given => given is "home-return" or "taiwan" or "residence" ? given : null);

    private const string Separators = " -";

    internal static Reading Read(InputText text, string ns) => ns switch
    {
        "home-return" => HomeReturn(text.Without(Separators).Upper()),
        "taiwan" => Taiwan(text.Without(Separators)),
        _ => Residence(text),
    };

    /// <summary>H or M and 8 digits; the two digits that older cards add count renewals of the same person's card and are left out.</summary>
    private static Reading HomeReturn(InputText text)
    {
        if (text.Chars[0] is not ('H' or 'M'))
        {
            return Reading.RefuseAt("travel-permit.prefix", text.Chars[0], text.PositionOf(0), "the number begins with H (Hong Kong) or M (Macao). Copy it from the card.");
        }

        Reading digits = Digits(text.From(1), [8, 10], "After the letter come 8 digits (10 on cards of before 2013)");
        return digits.IsAccepted ? Reading.Accept(text.Chars[..9]) : digits;
    }

    private static Reading Taiwan(InputText text) =>
        text.Length == 7 && text.FirstOutside(CharacterRules.Digits) < 0 && !Placeholders.IsRun(text.Chars)
            ? SpreadsheetDamage.LeadingZero()
            : Digits(text, [8], "The number has 8 digits (booklets of before 2015 had others; give the card's)");

    private static Reading Digits(InputText text, ReadOnlySpan<int> lengths, string rule)
    {
        int bad = text.FirstOutside(CharacterRules.Digits);
        return bad >= 0 ? Reading.RefuseAt("travel-permit.character", text.Chars[bad], text.PositionOf(bad), "only digits may stand here. Copy the number from the card.")
            : !lengths.Contains(text.Length) ? Reading.Refuse("travel-permit.length", $"{rule}; this has {text.Length}. Check for missing or doubled digits.")
            : Placeholders.IsRun(text.Chars) || Placeholders.IsSequence(text.Chars) ? Reading.Refuse("travel-permit.junk", "The digits are all the same or a sequence: a placeholder. Leave the item out.")
            : Reading.Accept(text.Chars);
    }

    private static Reading Residence(InputText text)
    {
        Reading shape = ResidentId.Shape(text, "travel-permit");
        if (!shape.IsAccepted)
        {
            return shape;
        }

        string number = shape.Value;
        bool areaExists = number.AsSpan(0, 6) is "810000" or "820000" or "830000";
        return number.Length != ResidentId.Length
            ? Reading.Refuse("travel-permit.length", $"A residence permit has 18 characters; this has {number.Length}. Check for missing digits.")
            : ResidentId.Rounded(ResidentId.Checked(number, "travel-permit", areaExists), number);
    }
}
