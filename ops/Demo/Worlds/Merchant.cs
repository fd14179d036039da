namespace BlacklistExchange.Demo.Worlds;

/// <summary>A merchant that a platform expelled, as that platform knows it.</summary>
internal sealed record Merchant(string Case, string Platform, string SellerId, string CourierSender, Person Person);
