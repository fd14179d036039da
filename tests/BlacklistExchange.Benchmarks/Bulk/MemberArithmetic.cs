using BlacklistExchange.Benchmarks.Groups;
using BlacklistExchange.Benchmarks.Measuring;
using BlacklistExchange.Protocol.Voprf;

namespace BlacklistExchange.Benchmarks.Bulk;

/// <summary>What one element of a full group costs the member, beside the same operations by libsodium.</summary>
internal static class MemberArithmetic
{
    private const int Batch = 1024;

    /// <summary>Figures, the first and third of them microseconds of blinding and finalizing; and a sentence on how they were taken.</summary>
    public static (IReadOnlyList<Figure> Figures, string Method) Measure(bool quick)
    {
        string version = Sodium.Load();
        using VoprfScene scene = new(Ciphersuite.Ristretto255Sha512, Batch);
        SodiumScene sodium = new(scene);
        sodium.RequireAgreement();
        InterleavedRounds rounds = new(Batch, TimeSpan.FromSeconds(quick ? 2 : 3));
        rounds.Add("blind", scene.Blind);
        rounds.Add("sodium blind", sodium.Blind);
        rounds.Add("prove", scene.Prove);
        rounds.Add("finalize", scene.Finish);
        rounds.Add("sodium unblind", sodium.Unblind);
        int count = rounds.Run(TimeSpan.FromSeconds(quick ? 6 : 60));
        return (
            [
                rounds.Microseconds("blind").ToFigure("blind_us", "member, an element: hash to the group, blind, encode"),
                rounds.Ratio("sodium blind", "blind").ToFigure("blind_ratio", "libsodium's map of 64 given bytes and multiplication by a fresh blind, by that, in the same round; above 1 we are faster"),
                rounds.Microseconds("finalize").ToFigure("finalize_us", "member, an element: decode the answer, verify its proof, unblind, hash"),
                rounds.Ratio("sodium unblind", "finalize").ToFigure("finalize_ratio", "libsodium's one inversion of a blind and one multiplication, without proof and hash, by that, in the same round"),
            ],
            $"The elements' figures: {count} rounds of every step in turn, {Batch} elements a step, processor time of one thread; medians. Reference: libsodium {version} as the distribution builds it, through P/Invoke.");
    }
}
