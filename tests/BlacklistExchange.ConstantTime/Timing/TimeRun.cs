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

    /// <summary>Secrets that lie ready, half of them the fixed one, so that both classes are read from as many places.</summary>
    private const int Pool = 512;

    /// <summary>0 if no operation passes the threshold and the control that branches does.</summary>
    public static int Run(int samples)
    {
        int wrong = 0;
        Console.WriteLine("| operation | samples | mean, ns | largest t of all croppings | t uncropped | |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (Subject subject in AllSubjects.Make())
        {
            (double[] fixedTimes, double[] randomTimes) = Sample(subject, samples);
            double whole = WelchTest.T(fixedTimes, randomTimes), largest = WelchTest.LargestCropped(fixedTimes, randomTimes);
            bool isSeen = Math.Abs(largest) > Threshold;
            string verdict = isSeen ? "seen" : "not seen";
            Console.WriteLine($"| {subject.Name} | {samples} | {fixedTimes.Average():F0} | {largest:F2} | {whole:F2} | {verdict} |");
            wrong += subject.Leak == Leak.Address || isSeen == (subject.Leak == Leak.Branch) ? 0 : 1;
        }

        return wrong == 0 ? 0 : 1;
    }

    private static (double[] Fixed, double[] Random) Sample(Subject subject, int samples)
    {
        Random order = new(2);
        (byte[][] secrets, bool[] isFixed) = Prepare(subject, order);
        List<double> fixedTimes = [], randomTimes = [];
        for (int i = 0; i < samples + Warm; i++)
        {
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

    private static (byte[][] Secrets, bool[] IsFixed) Prepare(Subject subject, Random order)
    {
        SecretSource source = new(seed: 3);
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
