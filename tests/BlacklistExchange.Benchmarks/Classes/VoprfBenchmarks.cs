using BenchmarkDotNet.Attributes;
using BlacklistExchange.Benchmarks.Groups;
using BlacklistExchange.Protocol.Voprf;

namespace BlacklistExchange.Benchmarks.Classes;

/// <summary>The steps of a query, a whole batch each: the smallest padded group and the largest.</summary>
[MemoryDiagnoser]
public sealed class VoprfBenchmarks
{
    private VoprfScene scene = null!;

    [Params(4, 1024)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void Prepare() => scene = new VoprfScene(Ciphersuite.Ristretto255Sha512, Batch);

    [GlobalCleanup]
    public void Clean() => scene.Dispose();

    [Benchmark]
    public void Blind() => scene.Blind();

    [Benchmark]
    public void EvaluateWithoutProof() => scene.Evaluate();

    [Benchmark]
    public void BlindEvaluate() => scene.Prove();

    [Benchmark]
    public void FinalizeBatch() => scene.Finish();
}
