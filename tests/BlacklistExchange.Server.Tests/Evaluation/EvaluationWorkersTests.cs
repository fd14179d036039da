using System.Collections.Concurrent;
using BlacklistExchange.Server.Evaluation;

namespace BlacklistExchange.Server.Tests.Evaluation;

public sealed class EvaluationWorkersTests
{
    [Fact]
    public async Task Lets_members_take_turns()
    {
        using EvaluationWorkers workers = new(threads: 1);
        using ManualResetEventSlim open = new();
        ConcurrentQueue<string> order = new();
        Task<bool> first = workers.RunAsync("first", () => { open.Wait(); return true; });
        List<Task<bool>> tasks = [first];
        foreach (string member in (string[])["greedy", "greedy", "greedy", "greedy", "modest"])
        {
            tasks.Add(workers.RunAsync(member, () => { order.Enqueue(member); return true; }));
        }
        open.Set();
        await Task.WhenAll(tasks);
        Assert.Equal(["greedy", "modest", "greedy", "greedy", "greedy"], order);
    }

    [Fact]
    public async Task Returns_what_the_work_throws_and_goes_on()
    {
        using EvaluationWorkers workers = new(threads: 1);
        await Assert.ThrowsAsync<InvalidDataException>(() => workers.RunAsync<int>("a", () => throw new InvalidDataException()));
        Assert.Equal(7, await workers.RunAsync("a", () => 7));
    }

    [Fact]
    public async Task Never_runs_more_than_its_threads_at_once()
    {
        using EvaluationWorkers workers = new(threads: 2);
        int now = 0;
        int most = 0;
        int[] done = await Task.WhenAll(Enumerable.Range(0, 64).Select(index => workers.RunAsync($"m{index % 5}", () =>
        {
            int running = Interlocked.Increment(ref now);
            InterlockedMax(ref most, running);
            Thread.SpinWait(20_000);
            Interlocked.Decrement(ref now);
            return index;
        })));
        Assert.Equal(64, done.Distinct().Count());
        Assert.InRange(most, 1, 2);
    }

    [Fact]
    public void Finishes_what_waits_when_it_stops()
    {
        EvaluationWorkers workers = new(threads: 1);
        Task<int>[] tasks = [.. Enumerable.Range(0, 10).Select(index => workers.RunAsync("a", () => index))];
        workers.Dispose();
        Assert.All(tasks, task => Assert.True(task.IsCompletedSuccessfully));
        Assert.Throws<ObjectDisposedException>(() => { _ = workers.RunAsync("a", () => 1); });
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (int seen = Volatile.Read(ref target); value > seen; seen = Volatile.Read(ref target))
        {
            Interlocked.CompareExchange(ref target, value, seen);
        }
    }
}
