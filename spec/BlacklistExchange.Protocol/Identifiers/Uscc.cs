namespace BlacklistExchange.Protocol.Identifiers;

/// <summary>
/// Unified social credit codes, GB 32100-2015 (spec/identifiers.md §5.4): department 1, class 1, area 6, organisation code 9 (GB 11714,
/// with its own check character), check character 1. Canonical: 18 characters in upper case. The codes are public and few.
/// </summary>
public static class Uscc
{
    /// <summary>Length in characters.</summary>
    public const int Length = 18;

    private const string Separators = " -";
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private const string OrganizationAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Departments = "123456789ANY";
    private const int OldLicenceLength = 15;
    private const int OrganizationLength = 9;

    private static readonly int[] Weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    private static readonly int[] OrganizationWeights = [3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>The check character for the first 17 characters (GB 32100-2015, modulus 31).</summary>
    /// <exception cref="ArgumentException">Not exactly 17 characters of 0-9, A-Z without I, O, S, V, Z.</exception>
    public static char CheckCharacter(ReadOnlySpan<char> first17)
    {
        int sum = WeightedSum(first17, Weights, Alphabet, nameof(first17));
        return Alphabet[(31 - (sum % 31)) % 31];
    }

    /// <summary>The check character of an organisation code for its first 8 characters (GB 11714-1997, modulus 11): '0' to '9' or 'X'.</summary>
    /// <exception cref="ArgumentException">Not exactly 8 characters of 0-9, A-Z.</exception>
    public static char OrganizationCheckCharacter(ReadOnlySpan<char> first8)
    {
        int check = 11 - (WeightedSum(first8, OrganizationWeights, OrganizationAlphabet, nameof(first8)) % 11);
        return check switch { 10 => 'X', 11 => '0', _ => (char)('0' + check) };
    }

    internal static Reading Read(InputText given, string ns)
    {
        InputText text = given.Without(Separators).Upper();
        string code = text.Chars;
        int bad = text.FirstOutside(Alphabet);
        return bad >= 0
            ? Reading.RefuseAt("uscc.character", code[bad], text.PositionOf(bad),
                "the code has 0-9 and A-Z without I, O, S, V and Z (they are mistaken for 1, 0, 5, U and 2). Correct it from the licence.")
            : Placeholders.IsRun(code) ? Reading.Refuse("uscc.junk", "All characters are the same: a placeholder. Leave the item out.")
            : code.Length switch
            {
                Length => ResidentId.Rounded(Checked(code), code),
                OldLicenceLength => Reading.Refuse("uscc.old-licence", "15 characters are a business licence number of before 2015. Look up the 18-character code that replaced it."),
                OrganizationLength => Reading.Refuse("uscc.organization-code", "9 characters are an organisation code of before 2015. Look up the 18-character code that contains it."),
                _ => Reading.Refuse("uscc.length", $"The code has 18 characters; this has {code.Length}. Check for missing or doubled characters."),
            };
    }

    private static Reading Checked(string code) =>
        !Departments.Contains(code[0], StringComparison.Ordinal)
            ? Reading.Fabricated("uscc.department", "Character 1 names no registration department (GB 32100). The code looks made up, or is mistyped: compare it with the licence.")
        : code[1] is < '1' or > '9'
            ? Reading.Fabricated("uscc.class", "Character 2, the class of organisation, is a digit from 1 to 9. The code looks made up, or is mistyped: compare it with the licence.")
        : !IsArea(code.AsSpan(2, 6))
            ? Reading.Fabricated("uscc.area", "Characters 3 to 8 are no area code of a registration authority. The code looks made up, or is mistyped: compare it with the licence.")
        : OrganizationCheckCharacter(code.AsSpan(8, 8)) != code[16]
            ? Reading.Fabricated("uscc.organization-check", "Character 17 does not fit characters 9 to 16 (GB 11714). The code looks made up, or is mistyped: compare it with the licence.")
        : CheckCharacter(code.AsSpan(0, 17)) != code[17]
            ? Reading.Fabricated("uscc.checksum", "Character 18 does not fit the others (GB 32100, modulus 31). The code looks made up, or is mistyped: compare it with the licence.")
        : Reading.Accept(code);

    /// <summary>Six digits below a province, or 10…: registered with the central authority.</summary>
    private static bool IsArea(ReadOnlySpan<char> area) =>
        area.IndexOfAnyExceptInRange('0', '9') < 0 && (Provinces.IsMainland(area) || area.StartsWith("10", StringComparison.Ordinal));

    private static int WeightedSum(ReadOnlySpan<char> characters, int[] weights, string alphabet, string parameter)
    {
        if (characters.Length != weights.Length || characters.IndexOfAnyExcept(alphabet) >= 0)
        {
            throw new ArgumentException($"Give exactly {weights.Length} characters of {alphabet}.", parameter);
        }

        int sum = 0;
        for (int i = 0; i < characters.Length; i++)
        {
            sum += alphabet.IndexOf(characters[i], StringComparison.Ordinal) * weights[i];
        }

        return sum;
    }
}
