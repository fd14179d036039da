using System.Globalization;
using System.Text.Json.Nodes;

namespace BlacklistExchange.Demo.Replays;

/// <summary>What the audience takes home, held against the truth of the story, which is read here and nowhere else.</summary>
internal static class ReplaySummary
{
    private const string Strong = "strong";

    /// <summary>Prints it and returns 0 when the story came out as it must.</summary>
    public static int Print(IReadOnlyList<SignUp> signUps, string report, JsonNode total, IReadOnlyDictionary<string, AgentAnswer> shadow, IReadOnlyDictionary<string, AgentAnswer> answered, Comparison with, Comparison control)
    {
        SignUp[] hits = [.. signUps.Where(one => answered[one.Account].Strength == Strong)];
        int answers = shadow.Values.Distinct().Count();
        bool agrees = (long)total["would_refuse"]! == hits.Length && (long)total["not_measured"]! == 0;
        bool expected = hits.SequenceEqual(signUps.Where(static one => one.IsStrong));
        Console.WriteLine();
        Console.WriteLine(report);
        Console.WriteLine();
        Console.WriteLine("Against the truth of the story, which nobody in it knows:");
        PrintTruth(signUps, hits, answered);
        Console.WriteLine();
        Console.WriteLine($"decisions    {(with.AreIdentical ? "byte-identical" : "DIFFERENT")} with and without the agent ({with.Lines} lines)");
        Console.WriteLine($"answers      {shadow.Count} checks, {answers} distinct {(answers == 1 ? "answer" : "ANSWERS")}: {shadow.Values.First().Body}");
        Console.WriteLine($"control      an agent that answers: {(control.AreIdentical ? "IDENTICAL" : "different")}, {control.Differing} of {control.Lines} lines");
        if (!agrees || !expected)
        {
            Console.Error.WriteLine($"This is not how it must come out: {signUps.Count(static one => one.IsStrong)} share what accuses strongly, {hits.Length} were found, the report says {total["would_refuse"]}.");
        }
        return with.AreIdentical && answers == 1 && !control.AreIdentical && agrees && expected ? 0 : 1;
    }

    private static void PrintTruth(IReadOnlyList<SignUp> signUps, SignUp[] hits, IReadOnlyDictionary<string, AgentAnswer> answered)
    {
        int right = hits.Count(static one => IsReturning(one));
        int innocent = signUps.Count(static one => IsInnocent(one));
        int wronged = hits.Count(static one => IsInnocent(one));
        int returning = signUps.Count(static one => IsReturning(one));
        SignUp[] recycled = [.. signUps.Where(static one => one.Truth == Truth.RecycledPhone)];
        Console.WriteLine($"precision    {right} of {hits.Length} strong hits are merchants expelled elsewhere{Percent(right, hits.Length)}");
        Console.WriteLine($"friction     {wronged} of {innocent} innocents would have been refused{Rate(wronged, innocent)}");
        Console.WriteLine("             (they bought the company of a listed merchant)");
        Console.WriteLine($"             {recycled.Count(one => answered[one.Account].Strength == "weak")} of {recycled.Length} recycled phones were a weak hit, which refuses nobody");
        Console.WriteLine($"recall       {right} of {returning} merchants who return would have been stopped{Percent(right, returning)}");
    }

    private static bool IsReturning(SignUp one) => one.Truth is Truth.Returning or Truth.ReturningUnseen;

    private static bool IsInnocent(SignUp one) => one.Truth is Truth.Innocent or Truth.RecycledPhone or Truth.BoughtCompany;

    private static string Percent(int part, int whole) => whole < 20 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({100.0 * part / whole:F1}%)");

    private static string Rate(int part, int whole) => whole < 20 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({10_000.0 * part / whole:F1} per 10,000)");
}
