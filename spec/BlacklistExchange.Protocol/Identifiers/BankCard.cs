namespace BlacklistExchange.Protocol.Identifiers;

/// <summary>
/// Bank card numbers, ISO/IEC 7812 (spec/identifiers.md §5.5): issuer 6 to 8, account, Luhn digit. Canonical: 12 to 19 digits. A failed
/// Luhn digit is a typing error far more often than a forgery, and a card is no identity document: it is never flagged as fabricated.
/// </summary>
public static class BankCard
{
    private const string Separators = " -";

    /// <summary>Numbers that card networks and payment providers print in their manuals.</summary>
    private static readonly string[] TestNumbers =
        ["4111111111111111", "4242424242424242", "4012888888881881", "5555555555554444", "5105105105105100", "378282246310005", "371449635398431", "6011111111111117", "3530111333300000", "6200000000000005", "6222000000000008"];

    /// <summary>The Luhn digit, '0' to '9', that completes a number (ISO/IEC 7812-1 annex B).</summary>
    /// <exception cref="ArgumentException">Empty, or not ASCII digits only; the message does not repeat them.</exception>
    public static char LuhnDigit(ReadOnlySpan<char> withoutCheckDigit)
    {
        if (withoutCheckDigit.IsEmpty || withoutCheckDigit.IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            throw new ArgumentException("Give one or more ASCII digits.", nameof(withoutCheckDigit));
        }

        int sum = 0;
        for (int i = 0; i < withoutCheckDigit.Length; i++)
        {
            int digit = withoutCheckDigit[^(i + 1)] - '0';
            int doubled = digit * 2;
            sum += i % 2 == 1 ? digit : doubled > 9 ? doubled - 9 : doubled;
        }

        return (char)('0' + ((10 - (sum % 10)) % 10));
    }

    internal static Reading Read(InputText given, string ns)
    {
        InputText text = given.Without(Separators);
        string number = text.Chars;
        int bad = text.FirstOutside(CharacterRules.Digits);
        if (bad >= 0)
        {
            return Reading.RefuseAt("bank-card.character", number[bad], text.PositionOf(bad), "a card number has digits, with spaces or hyphens between. Copy it from the card or the payment record.");
        }

        if (Placeholders.IsRun(number) || Placeholders.IsSequence(number) || TestNumbers.Contains(number))
        {
            return Reading.Refuse("bank-card.junk", "The digits are all the same, a sequence or a test number from a manual. Leave the item out.");
        }

        return number.Length is < 12 or > 19
            ? Reading.Refuse("bank-card.length", $"A card number has 12 to 19 digits; this has {number.Length}. An account number or a masked card cannot be used.")
            : ResidentId.Rounded(Checked(number), number);
    }

    private static Reading Checked(string number) => Lengths(number) switch
    {
        (0, 0) => Reading.Refuse("bank-card.issuer", "No bank card begins with these digits. Check the first six digits, or whether this is an account number."),
        var (min, max) when number.Length < min || number.Length > max => Reading.Refuse("bank-card.network-length",
            $"Cards that begin with these digits have {min} to {max} digits; this has {number.Length}. Check for missing or doubled digits."),
        _ when LuhnDigit(number.AsSpan(0, number.Length - 1)) != number[^1] => Reading.Refuse("bank-card.checksum",
            "The last digit does not fit the others (Luhn): a digit is mistyped or two are swapped. Compare it with the card."),
        _ => Reading.Accept(number),
    };

    /// <summary>Shortest and longest number of the network that the first digits name; (0, 0) when none does.</summary>
    private static (int Min, int Max) Lengths(string number) => int.Parse(number.AsSpan(0, 4)) switch
    {
        >= 1030 and <= 1039 => (16, 19),
        >= 2200 and <= 2204 => (16, 19),
        >= 2221 and <= 2720 => (16, 16),
        (>= 3400 and <= 3499) or (>= 3700 and <= 3799) => (15, 15),
        >= 3528 and <= 3589 => (16, 19),
        (>= 3000 and <= 3059) or (>= 3600 and <= 3699) or (>= 3800 and <= 3999) => (14, 19),
        >= 4000 and <= 4999 => (13, 19),
        >= 5100 and <= 5599 => (16, 19),
        >= 5000 and <= 5999 => (12, 19),
        >= 6200 and <= 6299 => (16, 19),
        >= 6000 and <= 6999 => (12, 19),
        >= 8000 and <= 8999 => (16, 19),
        >= 9000 and <= 9999 => (16, 19),
        _ => (0, 0),
    };
}
