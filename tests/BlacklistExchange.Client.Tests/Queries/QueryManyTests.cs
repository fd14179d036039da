using System.Runtime.CompilerServices;
using BlacklistExchange.Client.Evaluation;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Tests.Queries;

public sealed class QueryManyTests
{
    [Fact]
    public async Task Returns_every_answer_once_under_its_index()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.List(TestIds.Phone(7), TestIds.Seller(3));
        ExchangeClient client = world.Client();
        Identifier[] input = [.. Enumerable.Range(0, 30).Select(TestIds.Phone), .. Enumerable.Range(0, 20).Select(TestIds.Seller), TestIds.Phone(7)];
        Dictionary<long, QueryResult> results = [];

        await foreach (QueryResult result in client.QueryManyAsync(input, Purposes.ReCheck))
        {
            results.Add(result.Index, result);
        }

        Assert.Equal(input.Length, results.Count);
        Assert.All(results.Values, result => Assert.Equal(input[result.Index], result.Identifier));
        Assert.Equal([7L, 33L, 50L], results.Values.Where(static result => result.Listing.Verdict == Verdict.Listed).Select(static result => result.Index).Order());
        Assert.Equal(16 + 16 + 16 + 4, world.Hub.Charged);
        Assert.Equal(2, world.Evaluations);
    }

    [Fact]
    public async Task Costs_what_was_estimated()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();
        Identifier[] input = [.. Enumerable.Range(0, 1100).Select(TestIds.Phone), .. Enumerable.Range(0, 5).Select(TestIds.Seller)];

        QueryCost cost = await client.EstimateCostAsync(input);
        int count = 0;
        await foreach (QueryResult _ in client.QueryManyAsync(input, Purposes.ReCheck))
        {
            count++;
        }

        Assert.Equal(input.Length, count);
        Assert.Equal(1024 + 64 + 16 + 4 + 4, cost.Units);
        Assert.Equal(cost.Units, world.Hub.Charged);
        Assert.Equal([(IdentifierKind.SellerAccount, 5L, 8L), (IdentifierKind.Phone, 1100L, 1104L)], cost.Lines.Select(static line => (line.Kind, line.Identifiers, line.Units)));
    }

    [Fact]
    public async Task Answers_what_is_there_while_the_input_is_slow()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();
        TaskCompletionSource more = new();

        List<long> indices = [];
        await foreach (QueryResult result in client.QueryManyAsync(Slow(more.Task), Purposes.ReCheck))
        {
            indices.Add(result.Index);
            if (indices.Count == 3)
            {
                more.SetResult();
            }
        }

        Assert.Equal([0, 1, 2, 3], indices.Order());
    }

    [Fact]
    public async Task Reads_no_further_than_a_few_groups_ahead_of_the_answers()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();
        await client.SyncAsync();
        TaskCompletionSource hold = new();
        world.Hub.BeforeAnswer = request => request.Purpose is null ? Task.CompletedTask : hold.Task;
        int read = 0;
        IEnumerable<Identifier> Endless()
        {
            for (int number = 0; ; number++)
            {
                Interlocked.Increment(ref read);
                yield return TestIds.Phone(number % 9_000);
            }
        }
        using CancellationTokenSource stop = new();

        Task reading = Task.Run(async () =>
        {
            await foreach (QueryResult _ in client.QueryManyAsync(Endless(), Purposes.ReCheck, null, stop.Token))
            {
            }
        });
        await Waiting.UntilAsync(() => world.Evaluations >= 1);
        int last = -1;
        await Waiting.UntilAsync(() => last == (last = Volatile.Read(ref read)) && last > 1024);
        Assert.InRange(last, 1024, (EvaluationQueue.MostInFlight + 2) * 1024);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        hold.SetResult();
    }

    [Fact]
    public async Task Waits_for_a_burst_budget_to_refill_and_says_so()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();
        await client.SyncAsync();
        world.Hub.ExhaustBudget(IdentifierKind.Phone, "burst", 0, DateTimeOffset.UtcNow.AddSeconds(1));
        List<QueryProgress> progress = [];

        List<Verdict> verdicts = [];
        await foreach (QueryResult result in client.QueryManyAsync([TestIds.Phone(1), TestIds.Phone(2)], Purposes.ReCheck, new Told(progress)))
        {
            verdicts.Add(result.Listing.Verdict);
        }

        Assert.Equal([Verdict.NotListed, Verdict.NotListed], verdicts);
        Assert.Contains(progress, static step => step.WaitingUntil is not null);
        Assert.Equal((2, 2, null), (progress[^1].Read, progress[^1].Answered, progress[^1].WaitingUntil));
    }

    [Fact]
    public async Task Passes_on_what_the_input_throws()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();
        static IEnumerable<Identifier> Broken()
        {
            yield return TestIds.Phone(1);
            throw new InvalidDataException("line 2");
        }

        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (QueryResult _ in client.QueryManyAsync(Broken(), Purposes.ReCheck))
            {
            }
        });
    }

    private static async IAsyncEnumerable<Identifier> Slow(Task more, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        yield return TestIds.Phone(0);
        yield return TestIds.Phone(1);
        yield return TestIds.Phone(2);
        await more.WaitAsync(cancellationToken);
        yield return TestIds.Phone(3);
    }

    private sealed class Told(List<QueryProgress> steps) : IProgress<QueryProgress>
    {
        public void Report(QueryProgress value)
        {
            lock (steps)
            {
                steps.Add(value);
            }
        }
    }
}
