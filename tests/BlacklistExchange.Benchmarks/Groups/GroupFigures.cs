using BlacklistExchange.Benchmarks.Measuring;
using BlacklistExchange.Protocol.Groups;

namespace BlacklistExchange.Benchmarks.Groups;

/// <summary>What one element costs the hub and the member, beside libsodium: in the widest lanes that the processor has, in four, and without any.</summary>
internal static class GroupFigures
{
    public static async Task<Report> MeasureAsync(bool quick, CancellationToken cancellationToken)
    {
        string version = Sodium.Load();
        int wide = quick ? 14 : 120, narrow = quick ? 9 : 60;
        List<Figure> figures = [.. GroupPart.Measure(wide, out int count)];
        if (Ristretto255Arithmetic.All[0].IsSupported)
        {
            figures.AddRange(await GroupPart.MeasureWithoutAsync("AVX512", "avx2", narrow, cancellationToken));
        }

        figures.AddRange(await GroupPart.MeasureWithoutAsync("AVX2", "portable", narrow, cancellationToken));
        return new Report(
            figures,
            [
                $"{count} rounds of every step in turn, {GroupPart.Batch} elements a step; processor time of the one thread; medians of the rounds, and of the ratios within a round.",
                $"Reference: libsodium {version} as the distribution builds it, through P/Invoke. Before and after the run both evaluate one batch to the same bytes.",
                "libsodium has no proof and no finalization to compare with.",
                "Figures ending in `_avx2` and `_portable` are of child processes started with `DOTNET_EnableAVX512=0` and `DOTNET_EnableAVX2=0`, each with its own libsodium rounds.",
            ]);
    }
}
