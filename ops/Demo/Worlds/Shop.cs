namespace BlacklistExchange.Demo.Worlds;

/// <summary>A shop on one platform.</summary>
internal sealed record Shop(string Platform, string Id, string Name, Person Person);
