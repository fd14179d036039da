namespace BlacklistExchange.Protocol.Identifiers;

/// <summary>
/// Accounts at a payment provider (spec/identifiers.md §5.10). Providers let people sign in by e-mail, phone or number: a text with @ is
/// read as e-mail, one that is a phone number as phone, anything else exactly as the provider writes it. The three cannot be confused.
/// </summary>
internal static class PaymentAccount
{
    internal static Reading Read(InputText text, string ns)
    {
        if (text.Chars.Contains('@', StringComparison.Ordinal))
        {
            return EmailAddress.Read(text, ns);
        }

        return LooksLikePhone(text) ? Phone.Read(text, ns) : AccountText.Read(text, "payment-account");
    }

    /// <summary>A plus sign in front, or what is a mainland mobile of 11 digits with or without 86 or 0086.</summary>
    private static bool LooksLikePhone(InputText text)
    {
        string written = text.Without(Phone.Separators).Chars;
        return written.StartsWith('+') || written is ['1', >= '3' and <= '9', ..] && written.Length == 11 && IsNumber(written)
            || written is ['8', '6', '1', >= '3' and <= '9', ..] && written.Length == 13 && IsNumber(written)
            || written is ['0', '0', '8', '6', '1', >= '3' and <= '9', ..] && written.Length == 15 && IsNumber(written);
    }

    private static bool IsNumber(string text) => text.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;
}
