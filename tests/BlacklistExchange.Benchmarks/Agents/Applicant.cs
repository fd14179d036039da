using System.Globalization;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Benchmarks.Agents;

/// <summary>Invented people with three kinds of identifier each, by number.</summary>
internal static class Applicant
{
    public const string Platform = "benchmark";

    public static readonly IdentifierKind[] Kinds = [IdentifierKind.Phone, IdentifierKind.Email, IdentifierKind.SellerAccount];

    /// <summary>Every so many sign-ups one has a phone that was reported.</summary>
    public const int ListedEvery = 997;

    public static bool IsListed(int number) => number % ListedEvery == 0;

    /// <summary>No run of one digit, no placeholder: the numbers are spread over segments.</summary>
    public static string Phone(int number) => string.Create(CultureInfo.InvariantCulture, $"13{5 + (number % 5)}{17_041_702L + (number / 5 * 37L) % 80_000_000:D8}");

    public static string Email(int number) => string.Create(CultureInfo.InvariantCulture, $"u{number}@example.test");

    public static string Seller(int number) => string.Create(CultureInfo.InvariantCulture, $"shop-{number:D7}");

    /// <summary>Body of a check of all three, without the closing brace.</summary>
    public static string Check(int number) => string.Create(CultureInfo.InvariantCulture,
        $$"""{"identifiers":[{"kind":"phone","value":"{{Phone(number)}}"},{"kind":"email","value":"{{Email(number)}}"},{"kind":"seller-account","value":"{{Seller(number)}}","namespace":"{{Platform}}"}],"purpose":"sign-up"}""");

    /// <summary>Body of a check of a parcel's sender: the phone alone.</summary>
    public static string Sender(int number) => $$"""{"identifiers":[{"kind":"phone","value":"{{Phone(number)}}"}],"purpose":"parcel"}""";
}
