using BlacklistExchange.ConstantTime.Subjects;

namespace BlacklistExchange.ConstantTime.Valgrind;

/// <summary>Reads Callgrind's dumps and says whether an operation does the same whatever the secret.</summary>
internal static class CountTable
{
    /// <summary>The description of a dump that nobody reads.</summary>
    public const string Ignored = "ignored";

    private const string Events = "events: ", Totals = "totals: ", Trigger = "desc: Trigger: Client Request: ";

    /// <summary>Callgrind's names of what is compared: instructions, reads, writes, conditional and indirect branches. Misses of its simulated caches depend on what ran before.</summary>
    private static readonly string[] Compared = ["Ir", "Dr", "Dw", "Bc", "Bi"];

    /// <summary>0 if every operation counted the same for all secrets and the control that branches did not.</summary>
    public static int Print(string folder)
    {
        ILookup<string, Dump> dumps = Directory.EnumerateFiles(folder, "callgrind.out.*").Select(Read).OfType<Dump>().ToLookup(static dump => dump.Subject);
        Console.WriteLine("| operation, one call | instructions | reads | writes | conditional branches | indirect branches | secrets | |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        int wrong = dumps.Count == 0 ? 1 : 0;
        foreach (Subject subject in AllSubjects.Make().Where(subject => dumps.Contains(subject.Name)))
        {
            List<long[]> calls = [.. dumps[subject.Name].GroupBy(static dump => dump.Secret).Select(OneCall)];
            bool isSame = calls.All(counts => counts.SequenceEqual(calls[0]));
            IEnumerable<string> columns = calls[0].Select((_, i) => Range(calls.Select(counts => counts[i])));
            bool isExpected = isSame == (subject.Leak != Leak.Branch);
            Console.WriteLine($"| {subject.Name} | {string.Join(" | ", columns)} | {calls.Count} | {(isSame ? "the same" : "DIFFERENT")}{(isExpected ? "" : ", NOT AS IT MUST BE")} |");
            wrong += isExpected ? 0 : 1;
        }

        return wrong == 0 ? 0 : 1;
    }

    /// <summary>What one call costs: the count of two less the count of one, so that what stands around the calls is not in it.</summary>
    private static long[] OneCall(IEnumerable<Dump> dumps)
    {
        ILookup<int, Dump> counts = dumps.ToLookup(static dump => dump.Calls);
        return [.. Least(counts[2]).Zip(Least(counts[1]), static (twice, once) => twice - once)];
    }

    private static IEnumerable<long> Least(IEnumerable<Dump> repeats) => Compared.Select((_, i) => repeats.Min(dump => dump.Counts[i]));

    private static string Range(IEnumerable<long> counts)
    {
        (long least, long most) = (counts.Min(), counts.Max());
        return least == most ? $"{least:N0}" : $"{least:N0} to {most:N0}";
    }

    private static Dump? Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        string? trigger = lines.FirstOrDefault(static line => line.StartsWith(Trigger, StringComparison.Ordinal));
        if (trigger is null || trigger.EndsWith(Ignored, StringComparison.Ordinal))
        {
            return null;
        }

        string[] parts = trigger[Trigger.Length..].Split('|');
        string[] names = Values(lines, Events), totals = Values(lines, Totals);
        return new Dump(parts[0], parts[1], int.Parse(parts[2]), [.. Compared.Select(name => long.Parse(totals[Array.IndexOf(names, name)]))]);
    }

    private static string[] Values(string[] lines, string label) =>
        lines.First(line => line.StartsWith(label, StringComparison.Ordinal))[label.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private sealed record Dump(string Subject, string Secret, int Calls, long[] Counts);
}
