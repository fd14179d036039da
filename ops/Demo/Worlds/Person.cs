namespace BlacklistExchange.Demo.Worlds;

/// <summary>What a seller gives a platform at sign-up. Every number is invented; an individual has no business code.</summary>
internal sealed record Person(string Phone, string ResidentId, string Uscc, string BankCard);
