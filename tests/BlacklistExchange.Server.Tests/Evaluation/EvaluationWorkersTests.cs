using System.Collections.Concurrent;
using BlacklistExchange.Server.Evaluation;

namespace BlacklistExchange.Server.Tests.Evaluation;

public sealed class EvaluationWorkersTests
{
    [Fact]
    public async Task Lets_a_lone_query_go_before_the_rest_of_a_big_group()
    {
        using EvaluationWorkers workers = new(threads: 1);
        using ManualResetEventSlim begun = new(), open = new();
        ConcurrentQueue<string> order = new();
        EvaluationStep[] parts = [.. Enumerable.Range(0, 8).Select(part => new EvaluationStep(128, () =>
        {
            begun.Set();
            open.Wait();
            order.Enqueue($"part {part}");
        }))];
        Task big = workers.RunAsync("greedy", parts, last: new EvaluationStep(1024, () => order.Enqueue("proof")));
        begun.Wait();
        Task small = workers.RunAsync("modest", [new EvaluationStep(4, () => order.Enqueue("query"))]);
        open.Set();
        await Task.WhenAll(big, small);
        Assert.Equal(["part 0", "query", "part 1", "part 2", "part 3", "part 4", "part 5", "part 6", "part 7", "proof"], order);
    }

    [Fact]
    public async Task Lets_members_with_equal_work_take_turns()
    {
        using EvaluationWorkers workers = new(threads: 1);
        using ManualResetEventSlim open = new();
        ConcurrentQueue<string> order = new();
        Task first = workers.RunAsync("first", [new EvaluationStep(1, open.Wait)]);
        EvaluationStep[] Of(string member) => [.. Enumerable.Repeat(new EvaluationStep(128, () => order.Enqueue(member)), 3)];
        Task[] both = [workers.RunAsync("a", Of("a")), workers.RunAsync("b", Of("b"))];
        open.Set();
        await Task.WhenAll(both.Append(first));
        Assert.Equal(["a", "b", "a", "b", "a", "b"], order);
    }

    [Fact]
    public async Task Returns_what_a_step_throws_without_the_last_and_goes_on()
    {
        using EvaluationWorkers workers = new(threads: 1);
        int ran = 0;
        await Assert.ThrowsAsync<InvalidDataException>(() => workers.RunAsync(
            "a", [new EvaluationStep(1, static () => throw new InvalidDataException()), new EvaluationStep(1, () => ran++)], last: new EvaluationStep(1, () => ran += 10)));
        Assert.Equal(1, ran);
        await workers.RunAsync("a", [new EvaluationStep(1, () => ran++)]);
        Assert.Equal(2, ran);
    }

    [Fact]
    public async Task Never_runs_more_than_its_threads_at_once()
    {
        using EvaluationWorkers workers = new(threads: 2);
        int now = 0;
        int most = 0;
        int done = 0;
        await Task.WhenAll(Enumerable.Range(0, 64).Select(index => workers.RunAsync($"m{index % 5}", [new EvaluationStep(4, () =>
        {
            int running = Interlocked.Increment(ref now);
            InterlockedMax(ref most, running);
            Thread.SpinWait(20_000);
            Interlocked.Decrement(ref now);
            Interlocked.Increment(ref done);
        })])));
        Assert.Equal(64, done);
        Assert.InRange(most, 1, 2);
    }

    [Fact]
    public async Task Runs_the_parts_of_one_group_on_all_threads_and_its_last_step_alone()
    {
        using EvaluationWorkers workers = new(threads: 2);
        using Barrier together = new(2);
        int done = 0;
        await workers.RunAsync("a", [.. Enumerable.Repeat(new EvaluationStep(128, () =>
        {
            together.SignalAndWait();
            Interlocked.Increment(ref done);
        }), 8)], last: new EvaluationStep(1024, () => Assert.Equal(8, done)));
        Assert.Equal(8, done);
    }

    [Fact]
    public void Finishes_what_waits_when_it_stops()
    {
        EvaluationWorkers workers = new(threads: 1);
        Task[] tasks = [.. Enumerable.Range(0, 10).Select(_ => workers.RunAsync("a", [new EvaluationStep(4, static () => { })], last: new EvaluationStep(4, static () => { })))];
        workers.Dispose();
        Assert.All(tasks, static task => Assert.True(task.IsCompletedSuccessfully));
        Assert.Throws<ObjectDisposedException>(() => { _ = workers.RunAsync("a", [new EvaluationStep(1, static () => { })]); });
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (int seen = Volatile.Read(ref target); value > seen; seen = Volatile.Read(ref target))
        {
            Interlocked.CompareExchange(ref target, value, seen);
        }
    }
}
