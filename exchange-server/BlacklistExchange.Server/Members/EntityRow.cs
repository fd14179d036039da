namespace BlacklistExchange.Server.Members;

/// <summary>A legal entity; the top of its chain of parents carries the budgets.</summary>
internal sealed record EntityRow(string Slug, string Name, string RegistryNumber, string? Parent, long CreatedAt);
