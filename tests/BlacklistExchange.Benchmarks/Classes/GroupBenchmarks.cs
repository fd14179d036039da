using BenchmarkDotNet.Attributes;
using BlacklistExchange.Benchmarks.Groups;
using BlacklistExchange.Protocol.Groups;
using BlacklistExchange.Protocol.Voprf;

namespace BlacklistExchange.Benchmarks.Classes;

/// <summary>The operations of a group, an element each, in a batch.</summary>
[MemoryDiagnoser]
public sealed class GroupBenchmarks
{
    private const int Batch = 1024;

    private readonly byte[] domain = Ciphersuite.Ristretto255Sha512.Domain("HashToGroup-", Mode.Voprf);
    private readonly byte[] encodings = new byte[Batch * 32];
    private readonly byte[] products = new byte[Batch * 32];
    private readonly byte[] secret = new byte[32];
    private readonly ReadOnlyMemory<byte>[] inputs = Phones.Canonical(0, Batch);
    private readonly Group group = Ciphersuite.Ristretto255Sha512.Group;
    private Elements elements = null!;
    private Scalar scalar = null!;
    private Scalars scalars = null!;

    [GlobalSetup]
    public void Prepare()
    {
        Sodium.Load();
        elements = group.HashToGroup(inputs, domain);
        scalar = group.RandomScalar();
        scalars = group.RandomScalars(Batch);
        scalar.CopyTo(secret);
        group.Encode(elements, encodings);
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public bool Decode() => group.TryDecode(encodings, out _, out _);

    [Benchmark(OperationsPerInvoke = Batch)]
    public void Encode() => group.Encode(elements, products);

    [Benchmark(OperationsPerInvoke = Batch)]
    public void HashToGroup() => group.HashToGroup(inputs, domain).Dispose();

    [Benchmark(OperationsPerInvoke = Batch)]
    public void MultiplyByOneScalar() => group.Multiply(scalar, elements, products);

    [Benchmark(OperationsPerInvoke = Batch)]
    public void MultiplyEachByItsScalar() => group.Multiply(scalars, elements, products);

    [Benchmark(OperationsPerInvoke = Batch)]
    public void MultiScalarMultiplyPublic() => group.MultiScalarMultiplyPublic(scalars, elements).Dispose();

    [Benchmark(OperationsPerInvoke = Batch)]
    public void InvertScalars() => group.Invert(scalars).Dispose();

    [Benchmark(OperationsPerInvoke = Batch)]
    public void LibsodiumDecodeMultiplyEncode()
    {
        for (int at = 0; at < encodings.Length; at += 32)
        {
            Sodium.Multiply(products.AsSpan(at, 32), secret, encodings.AsSpan(at, 32));
        }
    }
}
