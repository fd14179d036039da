using System.Text.RegularExpressions;

namespace BlacklistExchange.Protocol.Identifiers;

/// <summary>
/// Passport numbers (spec/identifiers.md §5.7); the namespace is the issuing state. Canonical: upper case, no separators, without the
/// check digit that follows the number in the machine-readable zone. There is no check digit in the number: nothing can look fabricated.
/// </summary>
internal static partial class Passport
{
    internal static readonly NamespaceRule NamespaceRule = Identifiers.NamespaceRule.OneOf(
        "The namespace must be the issuing state as ISO 3166 alpha-3, for example CHN; Hong Kong and Macao passports are CHN.", CountryCodes.Canonical);

    private const string Separators = " -";

    internal static Reading Read(InputText given, string ns)
    {
        InputText text = given.Without(Separators).Upper();
        string number = text.Chars;
        int bad = text.FirstOutside(CharacterRules.Digits + CharacterRules.UpperLetters);
        if (bad >= 0)
        {
            return Reading.RefuseAt("passport.character", number[bad], text.PositionOf(bad), "a passport number has A-Z and 0-9. Copy it from the data page, without fillers.");
        }

        if (number.Length is < 6 or > 9)
        {
            return LostZeros(number, ns) ? SpreadsheetDamage.LeadingZero()
                : Reading.Refuse("passport.length", $"A passport number has 6 to 9 characters; this has {number.Length}. Leave out the check digit of the machine-readable zone.");
        }

        if (Placeholders.IsRun(number) || (number.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0 && Placeholders.IsSequence(number)))
        {
            return Reading.Refuse("passport.junk", "The characters are all the same or a sequence: a placeholder. Leave the item out.");
        }

        return Format(ns).IsMatch(number) ? Reading.Accept(number)
            : LostZeros(number, ns) ? SpreadsheetDamage.LeadingZero()
            : Reading.Refuse("passport.format", "Passports of this state are not numbered like that (spec/identifiers.md §5.7). Check the number and the issuing state.");
    }

    private static bool LostZeros(string number, string ns) =>
        ns is "GBR" or "RUS" or "TWN" or "USA" && number.Length is >= 5 and < 9 && number.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;

    private static Regex Format(string ns) => ns switch
    {
        "CHN" => China(),
        "GBR" or "RUS" or "TWN" => NineDigits(),
        "USA" => UnitedStates(),
        "JPN" => Japan(),
        "KOR" => Korea(),
        "IND" => India(),
        "FRA" => France(),
        _ => General(),
    };

    [GeneratedRegex(@"\A(?:[EGSDHK][0-9]{8}|E[A-HJ-NP-Z][0-9]{7}|[PSD]E?[0-9]{7}|1[45][0-9]{7}|[HK][JAB][0-9]{7}|M[AB][0-9]{7})\z", RegexOptions.CultureInvariant)]
    private static partial Regex China();

    [GeneratedRegex(@"\A[0-9]{9}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NineDigits();

    [GeneratedRegex(@"\A[A-Z0-9][0-9]{8}\z", RegexOptions.CultureInvariant)]
    private static partial Regex UnitedStates();

    [GeneratedRegex(@"\A[A-Z]{2}[0-9]{7}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Japan();

    [GeneratedRegex(@"\A(?:[A-Z][0-9]{8}|[A-Z]{2}[0-9]{7}|[A-Z][0-9]{3}[A-Z][0-9]{4})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Korea();

    [GeneratedRegex(@"\A[A-Z][0-9]{7}\z", RegexOptions.CultureInvariant)]
    private static partial Regex India();

    [GeneratedRegex(@"\A[0-9]{2}[A-Z]{2}[0-9]{5}\z", RegexOptions.CultureInvariant)]
    private static partial Regex France();

    /// <summary>Any other state: at least four digits among the characters.</summary>
    [GeneratedRegex(@"\A(?:[A-Z]*[0-9]){4}[A-Z0-9]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex General();
}
