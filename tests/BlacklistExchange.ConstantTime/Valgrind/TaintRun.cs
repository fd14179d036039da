using BlacklistExchange.ConstantTime.Subjects;

namespace BlacklistExchange.ConstantTime.Valgrind;

/// <summary>
/// Under Memcheck: secrets are declared uninitialised, and Memcheck, which follows every bit through registers and memory, reports each branch and each address that
/// depends on one (Langley's ctgrind). Unlike a comparison of counts this sees every secret at once.
/// </summary>
internal static class TaintRun
{
    /// <summary>0 if Memcheck is silent about every operation and not about the controls.</summary>
    public static int Run()
    {
        if (ClientRequest.Depth == 0)
        {
            Console.Error.WriteLine("This run proves something under Memcheck only.");
            return 2;
        }

        int wrong = 0;
        SecretSource source = new(seed: 1);
        Console.WriteLine("| operation | branches and addresses that depend on a secret | the result counts as | |");
        Console.WriteLine("|---|---|---|---|");
        foreach (Subject subject in AllSubjects.Make())
        {
            subject.Write(SecretKind.Random, source, subject.Secret);
            subject.Run();
            ulong before = ClientRequest.Errors;
            ClientRequest.Taint(subject.Secret);
            subject.Run();
            ulong found = ClientRequest.Errors - before;
            // What comes out must count as secret, or Memcheck has lost the trail: as it does where a control's secret went into a branch or an address.
            bool isFollowed = ClientRequest.IsTainted(subject.Result);
            ClientRequest.Untaint(subject.Secret);
            ClientRequest.Untaint(subject.Result);
            bool isExpected = (subject.Leak != Leak.None) == (found > 0) && isFollowed == (subject.Leak == Leak.None);
            Console.WriteLine($"| {subject.Name} | {found} | {(isFollowed ? "secret" : "known")} | {(isExpected ? found > 0 ? "caught" : "none" : "NOT AS IT MUST BE")} |");
            wrong += isExpected ? 0 : 1;
        }

        return wrong == 0 ? 0 : 1;
    }
}
