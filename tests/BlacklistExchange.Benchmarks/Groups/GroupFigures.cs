using BlacklistExchange.Benchmarks.Measuring;
using BlacklistExchange.Protocol.Voprf;

namespace BlacklistExchange.Benchmarks.Groups;

/// <summary>What one element costs the hub and the member, beside libsodium.</summary>
internal static class GroupFigures
{
    private const int Batch = 1024;
    private static readonly TimeSpan QuickRun = TimeSpan.FromSeconds(24);
    private static readonly TimeSpan LongRun = TimeSpan.FromMinutes(4);

    public static Report Measure(bool quick)
    {
        string version = Sodium.Load();
        using VoprfScene scene = new(Ciphersuite.Ristretto255Sha512, Batch);
        SodiumScene sodium = new(scene);
        sodium.RequireAgreement();

        InterleavedRounds rounds = new(Batch);
        rounds.Add("blind", scene.Blind);
        rounds.Add("sodium blind", sodium.Blind);
        rounds.Add("evaluate", scene.Evaluate);
        rounds.Add("sodium evaluate", sodium.Evaluate);
        rounds.Add("prove", scene.Prove);
        rounds.Add("finalize", scene.Finish);
        int count = rounds.Run(quick ? QuickRun : LongRun);
        sodium.RequireAgreement();

        return new Report(
            [
                rounds.Microseconds("evaluate").ToFigure("evaluate_us", "hub, an element: decode, multiply by the epoch key, encode"),
                rounds.Ratio("sodium evaluate", "evaluate").ToFigure("evaluate_ratio", "libsodium's time by ours, in the same round; above 1 we are faster"),
                rounds.Microseconds("prove").ToFigure("prove_us", "hub, an element: the same with the batch's proof"),
                rounds.Microseconds("blind").ToFigure("blind_us", "member, an element: hash to the group, blind, encode"),
                rounds.Microseconds("finalize").ToFigure("finalize_us", "member, an element: decode the answer, verify its proof, unblind, hash"),
                rounds.Microseconds("sodium evaluate").ToFigure("libsodium_evaluate_us", "`crypto_scalarmult_ristretto255`: decode, multiply, encode"),
                rounds.Microseconds("sodium blind").ToFigure("libsodium_blind_us", "`from_hash` of 64 given bytes, then `scalarmult` by a fresh blind"),
                rounds.Ratio("sodium blind", "blind").ToFigure("blind_ratio", "libsodium's time by ours, in the same round"),
            ],
            [
                $"{count} rounds of every step in turn, {Batch} elements a step; processor time of the one thread; medians of the rounds, and of the ratios within a round.",
                $"Reference: libsodium {version} as the distribution builds it, through P/Invoke. Before and after the run both evaluate one batch to the same bytes.",
                "libsodium has no proof and no finalization to compare with.",
            ]);
    }
}
