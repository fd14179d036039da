using System.Runtime.InteropServices;

namespace BlacklistExchange.Server.Evaluation;

/// <summary>Where the calling thread stands among those that want a core.</summary>
internal static class Yielding
{
    private const int Process = 0;
    private const int Caller = 0;
    private const int Niceness = 10;

    /// <summary>
    /// Puts the calling thread behind the process's others, on Linux, where each thread has a niceness of its own: with every core evaluating, a request that has only begun, or only waits
    /// to be written out, would else wait for a time slice at each of its steps. Where it is refused nothing changes.
    /// </summary>
    public static void LetOthersFirst()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = setpriority(Process, Caller, Niceness);
        }
    }

    [DllImport("libc")]
    private static extern int setpriority(int which, int who, int niceness);
}
