using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Client.Tests;

/// <summary>Valid identifiers, invented; number n is always the same.</summary>
internal static class TestIds
{
    public static Identifier Phone(int number) => Identifier.Parse(IdentifierKind.Phone, $"139{12340000 + number:D8}");

    public static Identifier Seller(int number) => Identifier.Parse(IdentifierKind.SellerAccount, $"shop-{number:D6}", "platform-a");

    public static Identifier ResidentId(int number)
    {
        string body = $"1101051990{1 + number / 28 % 12:D2}{1 + number % 28:D2}{100 + number % 800:D3}";
        int[] weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        int sum = weights.Select((weight, index) => weight * (body[index] - '0')).Sum();
        return Identifier.Parse(IdentifierKind.ResidentId, body + "10X98765432"[sum % 11]);
    }
}
