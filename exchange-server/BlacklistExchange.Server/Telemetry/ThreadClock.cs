using System.Runtime.InteropServices;

namespace BlacklistExchange.Server.Telemetry;

/// <summary>The processor time of the calling thread: waiting and other threads do not show in it.</summary>
internal static class ThreadClock
{
    private const int ThreadProcessorTime = 3;

    public static TimeSpan Now => clock_gettime(ThreadProcessorTime, out Timespec time) == 0
        ? TimeSpan.FromTicks((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / TimeSpan.NanosecondsPerTick))
        : throw new NotSupportedException("The hub needs CLOCK_THREAD_CPUTIME_ID, which every Linux has.");

    [DllImport("libc")]
    private static extern int clock_gettime(int clock, out Timespec time);

    private struct Timespec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
