using System.Globalization;

namespace BlacklistExchange.Protocol.Identifiers;

/// <summary>
/// Resident identity numbers, GB 11643-1999 (spec/identifiers.md §5.3): area 6, birth date 8, sequence 3, check character by ISO 7064
/// MOD 11-2. Canonical: 18 characters, X in upper case. The 15-digit number of before 1999 is completed, the one documented repair.
/// </summary>
public static class ResidentId
{
    /// <summary>Length of the canonical number in characters.</summary>
    public const int Length = 18;

    /// <summary>Last year of birth accepted; a constant, so that the same text gives the same answer everywhere. Raised by later versions of the specification.</summary>
    public const int LastBirthYear = 2026;

    private const int FirstBirthYear = 1880;
    private const int OldLength = 15;
    private const string Separators = " -";
    private const string CheckCharacters = "10X98765432";

    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>The check character for the first 17 digits (GB 11643-1999 §4.2): '0' to '9' or 'X'.</summary>
    /// <exception cref="ArgumentException">Not exactly 17 ASCII digits; the message does not repeat them.</exception>
    public static char CheckCharacter(ReadOnlySpan<char> first17)
    {
        if (first17.Length != Length - 1 || first17.IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            throw new ArgumentException("Give exactly 17 ASCII digits.", nameof(first17));
        }

        int sum = 0;
        for (int i = 0; i < first17.Length; i++)
        {
            sum += (first17[i] - '0') * Weights[i];
        }

        return CheckCharacters[sum % 11];
    }

    internal static Reading Read(InputText text, string ns)
    {
        Reading shape = Shape(text, "resident-id");
        if (!shape.IsAccepted)
        {
            return shape;
        }

        string number = shape.Value;
        if (number.Length == OldLength)
        {
            if (number.AsSpan(12).CompareTo("996", StringComparison.Ordinal) >= 0)
            {
                return Reading.Refuse("resident-id.century",
                    "Sequence numbers 996 to 999 of 15-digit numbers belong to people born before 1900, so the century is not certain. Give the 18-character number.");
            }

            string completed = string.Concat(number.AsSpan(0, 6), "19", number.AsSpan(6));
            number = completed + CheckCharacter(completed);
        }

        if (number.AsSpan(0, 2) is "81" or "82" or "83")
        {
            return Reading.Refuse("resident-id.residence-permit",
                "Numbers that begin with 81, 82 or 83 are residence permits of Hong Kong, Macao and Taiwan residents. Use the kind travel-permit with the namespace residence.");
        }

        return Rounded(Checked(number, "resident-id", Provinces.IsMainland(number)), number);
    }

    /// <summary>Separators, characters and length; the result has 15 or 18 characters.</summary>
    internal static Reading Shape(InputText given, string kind)
    {
        InputText text = given.Without(Separators).Upper();
        int bad = FirstBad(text);
        if (bad >= 0)
        {
            return Reading.RefuseAt(kind + ".character", text.Chars[bad], text.PositionOf(bad), "the number has digits only, and as its 18th character a digit or X. Correct it from the document.");
        }

        if (Placeholders.IsRun(text.Chars))
        {
            return Reading.Refuse(kind + ".junk", "All digits are the same: a placeholder. Leave the item out.");
        }

        return text.Length is Length or OldLength ? Reading.Accept(text.Chars)
            : Reading.Refuse(kind + ".length", $"The number has 18 characters (15 before 1999); this has {text.Length}. Check for missing or doubled digits.");
    }

    private static int FirstBad(InputText text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsAsciiDigit(text.Chars[i]) && (i != Length - 1 || text.Chars[i] != 'X'))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Area, date and check character of an 18-character number.</summary>
    internal static Reading Checked(string number, string kind, bool areaExists)
    {
        if (!areaExists)
        {
            return Reading.Fabricated(kind + ".area", "Digits 1 to 6 name no area for which such numbers are issued. The number looks made up, or its first digits are mistyped: compare it with the document.");
        }

        if (!DateOnly.TryParseExact(number.AsSpan(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly born)
            || born.Year is < FirstBirthYear or > LastBirthYear)
        {
            return Reading.Fabricated(kind + ".date",
                $"Digits 7 to 14 are no birth date between {FirstBirthYear} and {LastBirthYear}. The number looks made up, or the date is mistyped: compare it with the document.");
        }

        return CheckCharacter(number.AsSpan(0, Length - 1)) == number[^1] ? Reading.Accept(number)
            : Reading.Fabricated(kind + ".checksum", "The last character does not fit the others (GB 11643, ISO 7064 MOD 11-2). The number looks made up, or a digit is mistyped: compare it with the document.");
    }

    /// <summary>Digits that a spreadsheet rounded are no sign of a forger: the spreadsheet is named first.</summary>
    internal static Reading Rounded(Reading reading, string number) =>
        !reading.IsAccepted && SpreadsheetDamage.LooksRounded(number) ? SpreadsheetDamage.Precision() : reading;
}
