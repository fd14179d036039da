using System.CommandLine;
using BlacklistExchange.Benchmarks.Measuring;
using BlacklistExchange.Protocol.Groups;
using BlacklistExchange.Protocol.Voprf;

namespace BlacklistExchange.Benchmarks.Groups;

/// <summary>The figures of one arithmetic: the one that this process's runtime chooses. Run once as it is, and once in a child for each narrower one.</summary>
internal static class GroupPart
{
    /// <summary>Elements in every step.</summary>
    public const int Batch = 1024;

    private const string Name = "group-part";

    public static Command ToCommand()
    {
        Argument<string> suffix = new("suffix");
        Argument<int> seconds = new("seconds");
        Command command = new(Name, "The part of 'group' that runs in a process of its own.") { suffix, seconds };
        command.Hidden = true;
        command.SetAction(parse => Child.Print(Narrow(Measure(parse.GetValue(seconds), out _), parse.GetRequiredValue(suffix))));
        return command;
    }

    /// <summary>Measures in a child whose runtime is told to do without an instruction set.</summary>
    public static Task<IReadOnlyList<Figure>> MeasureWithoutAsync(string instructions, string suffix, int seconds, CancellationToken cancellationToken) =>
        Child.MeasureAsync([Name, suffix, $"{seconds}"], cancellationToken, ($"DOTNET_Enable{instructions}", "0"));

    public static IReadOnlyList<Figure> Measure(int seconds, out int count)
    {
        _ = Sodium.Load();
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
        count = rounds.Run(TimeSpan.FromSeconds(seconds));
        sodium.RequireAgreement();
        string arithmetic = Ristretto255Arithmetic.Chosen.Name;
        return
        [
            rounds.Microseconds("evaluate").ToFigure("evaluate_us", $"hub, an element, {arithmetic}: decode, multiply by the epoch key, encode"),
            rounds.Ratio("sodium evaluate", "evaluate").ToFigure("evaluate_ratio", $"{arithmetic}: libsodium's time by ours, in the same round; above 1 we are faster"),
            rounds.Microseconds("prove").ToFigure("prove_us", "hub, an element: the same with the batch's proof"),
            rounds.Ratio("evaluate", "prove").ToFigure("prove_share", $"{arithmetic}: rate with the proof by rate without, in the same round"),
            rounds.Microseconds("blind").ToFigure("blind_us", "member, an element: hash to the group, blind, encode"),
            rounds.Ratio("sodium blind", "blind").ToFigure("blind_ratio", $"{arithmetic}: libsodium's time by ours, in the same round"),
            rounds.Microseconds("finalize").ToFigure("finalize_us", "member, an element: decode the answer, verify its proof, unblind, hash"),
            rounds.Microseconds("sodium evaluate").ToFigure("libsodium_evaluate_us", "`crypto_scalarmult_ristretto255`: decode, multiply, encode"),
            rounds.Microseconds("sodium blind").ToFigure("libsodium_blind_us", "`from_hash` of 64 given bytes, then `scalarmult` by a fresh blind"),
        ];
    }

    /// <summary>Of a narrower arithmetic the table has what differs: its own times and their ratios, under names of their own.</summary>
    private static IEnumerable<Figure> Narrow(IEnumerable<Figure> figures, string suffix) =>
        figures.Where(static figure => !figure.Name.StartsWith("libsodium", StringComparison.Ordinal)).Select(figure => figure with { Name = $"{figure.Name}_{suffix}" });
}
