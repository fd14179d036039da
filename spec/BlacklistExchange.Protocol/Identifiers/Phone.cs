namespace BlacklistExchange.Protocol.Identifiers;

/// <summary>
/// Telephone numbers, canonical as E.164 with the plus sign (spec/identifiers.md §5.2). Weak: numbers are recycled and lent.
/// A number without a country code is taken for a mainland mobile or refused.
/// </summary>
internal static class Phone
{
    internal const string Separators = " -.()/";

    private const string Cure = "Write the number as + and country code, for example +852 and eight digits.";

    internal static Reading Read(InputText text, string ns)
    {
        InputText written = text.Without(Separators);
        bool plus = written.Chars.StartsWith('+');
        InputText digits = plus ? written.From(1) : written;
        int bad = digits.FirstOutside(CharacterRules.Digits);
        if (bad >= 0)
        {
            return Reading.RefuseAt("phone.character", digits.Chars[bad], digits.PositionOf(bad),
                "a phone number has digits, one plus sign in front, and spaces, hyphens, dots, slashes or brackets between. Remove extensions, and put several numbers on several lines.");
        }

        string number = digits.Chars;
        return plus ? International(number)
            : number.StartsWith("00", StringComparison.Ordinal) && !Placeholders.IsRun(number) ? International(number[2..])
            : Domestic(number);
    }

    private static Reading Domestic(string number)
    {
        if (Placeholders.IsRun(number) || Placeholders.IsSequence(number))
        {
            return Junk();
        }

        bool withCode = number.Length == 13 && number.StartsWith("861", StringComparison.Ordinal);
        Reading mainland = MainlandMobile.Read(withCode ? number[2..] : number);
        return mainland.IsAccepted || mainland.Refusal.Code != "phone.length" ? mainland
            : Reading.Refuse("phone.country-code", $"Without a country code only a mainland mobile of 11 digits is accepted; this has {number.Length}. {Cure}");
    }

    private static Reading International(string number)
    {
        if (!CallingCode.TryFind(number, out CallingCode? code))
        {
            return Reading.Refuse("phone.calling-code", $"No country has a calling code that begins like this number. {Cure}");
        }

        string national = number[code.Digits.Length..];
        if (code.Digits == MainlandMobile.CallingCode)
        {
            return MainlandMobile.Read(national);
        }

        if (national.StartsWith('0') && !code.KeepsLeadingZero)
        {
            return TrunkZero();
        }

        if (national.Length < code.MinLength || national.Length > code.MaxLength)
        {
            return Reading.Refuse("phone.length",
                $"After the calling code {code.Digits} come {code.MinLength} to {code.MaxLength} digits; this number has {national.Length}. Check for missing or doubled digits.");
        }

        return Placeholders.IsRun(national) || Placeholders.IsSequence(national) ? Junk()
            : code.Digits == "1" && (national[0] < '2' || national[3] < '2')
                ? Reading.Refuse("phone.national-number", "After +1 neither the area code nor the exchange begins with 0 or 1. Check the number.")
            : Reading.Accept("+" + number);
    }

    internal static Reading TrunkZero() => Reading.Refuse("phone.trunk-zero",
        "The 0 that is dialled within the country stands after the country code or before a mobile number. Leave it out.");

    internal static Reading Junk() => Reading.Refuse("phone.junk", "The digits are all the same, a sequence or a number printed in manuals: a placeholder. Leave the item out.");
}
