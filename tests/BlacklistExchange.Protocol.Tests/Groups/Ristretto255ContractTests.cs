using BlacklistExchange.Protocol.Groups;

namespace BlacklistExchange.Protocol.Tests.Groups;

public sealed class Ristretto255ContractTests() : GroupContract(Ristretto255.Instance);
