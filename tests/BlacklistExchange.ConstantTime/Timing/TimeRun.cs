using System.Diagnostics;
using BlacklistExchange.ConstantTime.Subjects;

namespace BlacklistExchange.ConstantTime.Timing;

/// <summary>
/// Times every operation on one fixed secret and on random ones, mixed at random, and compares the means by Welch's t-test (Reparaz, Balasch, Verbauwhede: "Dude, is
/// my code constant time?", 2017). |t| above 4.5 is what they call a leak; a single run is a sample, not a proof.
/// </summary>
internal static class TimeRun
{
    public const double Threshold = 4.5;

    /// <summary>Calls that are not looked at: caches and clock rates settle.</summary>
    private const int Warm = 200;

    /// <summary>Secrets that lie ready, about half of them the fixed one: both classes are read from many places, so that no place decides.</summary>
    private const int Pool = 512;

    /// <summary>After so many samples the places are drawn anew.</summary>
    private const int SamplesOfPool = 2000;

    /// <summary>0 if no operation passes the threshold and the control that branches does.</summary>
    /// <param name="samples">Calls to time for each operation.</param>
    /// <param name="part">Only operations with this in their names.</param>
    public static int Run(int samples, string part)
    {
        int wrong = 0;
        Console.WriteLine("| operation | samples | mean, ns | t uncropped | largest t of all croppings | there, the fixed secret is slower by, ns | |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (Subject subject in AllSubjects.Make().Where(subject => subject.Name.Contains(part, StringComparison.Ordinal)))
        {
            (double[] fixedTimes, double[] randomTimes) = Sample(subject, samples);
            double whole = WelchTest.T(fixedTimes, randomTimes);
            (double largest, double difference) = WelchTest.LargestCropped(fixedTimes, randomTimes);
            bool isSeen = Math.Abs(largest) > Threshold;
            string verdict = isSeen ? "seen" : "not seen";
            Console.WriteLine($"| {subject.Name} | {samples} | {fixedTimes.Average():F0} | {whole:F2} | {largest:F2} | {difference:F1} | {verdict} |");
            wrong += subject.Leak == Leak.Address || isSeen == (subject.Leak == Leak.Branch) ? 0 : 1;
        }

        return wrong == 0 ? 0 : 1;
    }

    private static (double[] Fixed, double[] Random) Sample(Subject subject, int samples)
    {
        Random order = new(2);
        SecretSource source = new(seed: 3);
        byte[][] secrets = [];
        bool[] isFixed = [];
        List<double> fixedTimes = [], randomTimes = [];
        for (int i = 0; i < samples + Warm; i++)
        {
            if (i % SamplesOfPool == 0)
            {
                (secrets, isFixed) = Prepare(subject, source, order);
            }

            int which = order.Next(Pool);
            secrets[which].CopyTo(subject.Secret);
            long start = Stopwatch.GetTimestamp();
            subject.Run();
            long end = Stopwatch.GetTimestamp();
            if (i >= Warm)
            {
                (isFixed[which] ? fixedTimes : randomTimes).Add(end - start);
            }
        }

        return ([.. fixedTimes], [.. randomTimes]);
    }

    private static (byte[][] Secrets, bool[] IsFixed) Prepare(Subject subject, SecretSource source, Random order)
    {
        byte[] one = new byte[subject.Secret.Length];
        subject.Write(SecretKind.One, source, one);
        byte[][] secrets = new byte[Pool][];
        bool[] isFixed = new bool[Pool];
        for (int i = 0; i < Pool; i++)
        {
            isFixed[i] = order.Next(2) == 0;
            secrets[i] = [.. one];
            if (!isFixed[i])
            {
                subject.Write(SecretKind.Random, source, secrets[i]);
            }
        }

        return (secrets, isFixed);
    }
}
