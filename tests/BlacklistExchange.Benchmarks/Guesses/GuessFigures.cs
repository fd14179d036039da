using BlacklistExchange.Benchmarks.Measuring;

namespace BlacklistExchange.Benchmarks.Guesses;

/// <summary>How fast an identifier is found by trying, for spec/threats.md.</summary>
internal static class GuessFigures
{
    private const int Hidden = 345_678;
    private const int Batch = 1024;
    private const int NaiveBatch = 64 * Batch;
    private static readonly TimeSpan QuickRun = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongRun = TimeSpan.FromMinutes(2);

    public static Report Measure(bool quick)
    {
        NaiveSearch naive = new(Hidden);
        ReadOnlyMemory<byte>[] inputs = Phones.Canonical(Hidden - (Batch / 2), Batch);
        using StolenKeySearch stolen = new(inputs[Batch / 2]);
        int naiveStart = Hidden - (NaiveBatch / 2);

        InterleavedRounds rounds = new(Batch);
        rounds.Add("naive", () => Require(naive.Try(naiveStart, NaiveBatch) == Hidden));
        rounds.Add("stolen", () => Require(stolen.Try(inputs) == Batch / 2));
        int count = rounds.Run(quick ? QuickRun : LongRun);

        Distribution naiveRate = rounds.PerSecond("naive").Scaled(NaiveBatch / Batch);
        return new Report(
            [
                naiveRate.ToFigure("naive_per_s", "guesses a second against a shared list of SHA-256(salt ‖ phone)"),
                rounds.PerSecond("stolen").ToFigure("stolen_key_per_s", "guesses a second with a stolen epoch key: map, multiply, hash, derive E and tag"),
                new Figure("guess_ratio", rounds.Ratio("stolen", "naive").Median * (NaiveBatch / Batch), "how many naive guesses one with a stolen key costs"),
            ],
            [
                $"{count} rounds, {NaiveBatch} naive guesses and {Batch} with the key in each, one core; processor time of the one thread; medians. Every round finds the number that was hidden.",
                "Without the key no guess can be made at all but by a charged evaluation at the hub.",
                "Both are this library and the framework on a plain core. Graphics processors try some 10^10 naive hashes a second; the curve gives an attacker's hardware less of an advantage.",
            ]);
    }

    private static void Require(bool found)
    {
        if (!found)
        {
            throw new NotMeasuredException("The search did not find the number that was hidden: no figure would mean anything.");
        }
    }
}
