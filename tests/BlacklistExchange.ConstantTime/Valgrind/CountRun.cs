using BlacklistExchange.ConstantTime.Subjects;

namespace BlacklistExchange.ConstantTime.Valgrind;

/// <summary>Under Callgrind: counts what every operation does, once and twice, for every kind of secret. One dump a count.</summary>
internal static class CountRun
{
    /// <summary>Random secrets besides the ones at the edges.</summary>
    private const int Randoms = 3;

    /// <summary>How often each count is taken: the least of them is free of what other threads of the runtime did meanwhile.</summary>
    private const int Repeats = 3;

    public static int Run()
    {
        List<Subject> subjects = AllSubjects.Make();
        SecretSource source = new(seed: 1);
        foreach (Subject subject in subjects)
        {
            subject.Write(SecretKind.Random, source, subject.Secret);
            Repeat(subject, 1);
        }

        ClientRequest.StartCounting();
        Count(subjects[0], 1, CountTable.Ignored);
        foreach (Subject subject in subjects)
        {
            foreach ((SecretKind kind, int number) in Secrets())
            {
                subject.Write(kind, source, subject.Secret);
                for (int repeat = 0; repeat < Repeats; repeat++)
                {
                    Count(subject, 1, $"{subject.Name}|{kind} {number}|1");
                    Count(subject, 2, $"{subject.Name}|{kind} {number}|2");
                }
            }
        }

        return 0;
    }

    private static IEnumerable<(SecretKind Kind, int Number)> Secrets() =>
        Enum.GetValues<SecretKind>().SelectMany(static kind => Enumerable.Range(1, kind == SecretKind.Random ? Randoms : 1).Select(number => (kind, number)));

    private static void Count(Subject subject, int calls, string description)
    {
        byte[] text = ClientRequest.Describe(description);
        ClientRequest.ZeroCounters();
        Repeat(subject, calls);
        ClientRequest.DumpCounters(text);
    }

    private static void Repeat(Subject subject, int calls)
    {
        for (int i = 0; i < calls; i++)
        {
            subject.Run();
        }
    }
}
