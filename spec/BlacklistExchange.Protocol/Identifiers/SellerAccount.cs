namespace BlacklistExchange.Protocol.Identifiers;

/// <summary>A seller's account, as its platform writes it (spec/identifiers.md §5.1). It matches only across reporters of the same platform.</summary>
internal static class SellerAccount
{
    internal static Reading Read(InputText text, string ns) => AccountText.Read(text, "seller-account");
}
