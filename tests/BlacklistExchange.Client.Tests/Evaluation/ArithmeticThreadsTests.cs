using BlacklistExchange.Client.Evaluation;

namespace BlacklistExchange.Client.Tests.Evaluation;

public sealed class ArithmeticThreadsTests
{
    [Fact]
    public async Task Runs_no_more_at_once_than_there_are_cores_and_none_on_the_thread_pool()
    {
        using ArithmeticThreads threads = new();
        int running = 0, most = 0;
        bool[] pooled = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => threads.RunAsync(() =>
        {
            int now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            Thread.SpinWait(20_000);
            Interlocked.Decrement(ref running);
            return Thread.CurrentThread.IsThreadPoolThread;
        })));

        Assert.InRange(most, 1, Environment.ProcessorCount);
        Assert.DoesNotContain(true, pooled);
    }

    [Fact]
    public async Task Passes_on_what_the_work_throws_and_goes_on()
    {
        using ArithmeticThreads threads = new();
        await Assert.ThrowsAsync<InvalidDataException>(() => threads.RunAsync<int>(static () => throw new InvalidDataException()));
        Assert.Equal(7, await threads.RunAsync(static () => 7));
    }

    [Fact]
    public async Task Finishes_what_waits_when_it_is_disposed_and_takes_nothing_more()
    {
        ArithmeticThreads threads = new();
        Task<int>[] all = [.. Enumerable.Range(0, 50).Select(number => threads.RunAsync(() => number))];
        threads.Dispose();
        Assert.Equal(Enumerable.Range(0, 50), await Task.WhenAll(all));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => threads.RunAsync(static () => 1));
    }

    private static void InterlockedMax(ref int most, int now)
    {
        for (int seen = Volatile.Read(ref most); seen < now; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, now, seen);
        }
    }
}
