using BlacklistExchange.Protocol.Groups;

namespace BlacklistExchange.Protocol.Tests.Groups;

public sealed class Ristretto255ContractTests() : GroupContract(Ristretto255.Instance);

/// <summary>The same over the second of this processor's arithmetics: four lanes where it has eight.</summary>
public sealed class Ristretto255NextContractTests() : GroupContract(new Ristretto255(Ristretto255Arithmetic.All.Where(static one => one.IsSupported).Take(2).Last()));

/// <summary>The same over the arithmetic that runs everywhere.</summary>
public sealed class Ristretto255PortableContractTests() : GroupContract(new Ristretto255(new PortableArithmetic()));
