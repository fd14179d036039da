using System.Runtime.InteropServices;

namespace BlacklistExchange.Benchmarks.Measuring;

/// <summary>The processor time of the calling thread: what other processes do on the machine hardly shows in it.</summary>
internal static partial class ThreadClock
{
    private const int ThreadProcessorTime = 3;

    public static double Microseconds
    {
        get
        {
            if (clock_gettime(ThreadProcessorTime, out Timespec time) != 0)
            {
                throw new NotMeasuredException("clock_gettime(CLOCK_THREAD_CPUTIME_ID) failed; the benchmarks run on Linux.");
            }

            return (time.Seconds * 1e6) + (time.Nanoseconds * 1e-3);
        }
    }

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, out Timespec time);

    private struct Timespec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
