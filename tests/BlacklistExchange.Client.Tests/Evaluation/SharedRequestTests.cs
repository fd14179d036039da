using System.Collections.Concurrent;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Client.Testing;

namespace BlacklistExchange.Client.Tests.Evaluation;

public sealed class SharedRequestTests
{
    [Fact]
    public async Task Sends_the_first_at_once_and_all_that_come_meanwhile_together()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();
        await client.SyncAsync();
        TaskCompletionSource hold = new();
        world.Hub.BeforeAnswer = request => request.Purpose is null ? Task.CompletedTask : hold.Task;
        Task<Listing> first = client.QueryAsync(TestIds.Phone(0), Purposes.SignUp);
        await Waiting.UntilAsync(() => world.Evaluations == 1);

        Task<Listing>[] rest = [.. Enumerable.Range(1, 40).Select(number => client.QueryAsync(number % 2 == 0 ? TestIds.Phone(number) : TestIds.Seller(number), Purposes.SignUp))];
        hold.SetResult();
        await Task.WhenAll([first, .. rest]);

        FakeRequest[] evaluations = [.. world.Hub.Requests.Where(static request => request.Purpose is not null)];
        Assert.Equal(3, evaluations.Length);
        Assert.Equal([4], evaluations[0].Groups);
        Assert.Equal([16, 16], evaluations[1].Groups);
        Assert.Equal([4, 4], evaluations[2].Groups);
    }

    [Fact]
    public async Task Sends_one_alone_as_soon_as_nothing_of_its_kind_is_in_flight()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();
        await client.SyncAsync();

        ApplicantListing applicant = await client.QueryApplicantAsync([.. Enumerable.Range(0, 17).Select(TestIds.Phone), TestIds.Seller(1)], Purposes.SignUp);

        Assert.True(applicant.IsComplete);
        FakeRequest[] evaluations = [.. world.Hub.Requests.Where(static request => request.Purpose is not null)];
        Assert.Equal([16, 4], evaluations[0].Groups);
        Assert.Equal([4], evaluations[1].Groups);
        Assert.Equal(2, evaluations.Length);
    }

    [Fact]
    public async Task Asks_for_the_same_identifier_once_however_many_wait()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.List(TestIds.Phone(1));
        ExchangeClient client = world.Client();
        await client.SyncAsync();
        TaskCompletionSource hold = new();
        world.Hub.BeforeAnswer = request => request.Purpose is null ? Task.CompletedTask : hold.Task;
        Task<Listing> first = client.QueryAsync(TestIds.Phone(0), Purposes.SignUp);
        await Waiting.UntilAsync(() => world.Evaluations == 1);

        Task<Listing>[] same = [.. Enumerable.Range(0, 50).Select(_ => client.QueryAsync(TestIds.Phone(1), Purposes.SignUp))];
        hold.SetResult();
        await first;

        Assert.All(await Task.WhenAll(same), static listing => Assert.Equal(Verdict.Listed, listing.Verdict));
        Assert.Equal(8, world.Hub.Charged);
    }

    [Fact]
    public async Task Keeps_purposes_apart()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();
        await client.SyncAsync();

        await Task.WhenAll(client.QueryAsync(TestIds.Phone(1), Purposes.SignUp), client.QueryAsync(TestIds.Phone(2), Purposes.Payout));

        Assert.Equal([Purposes.Payout, Purposes.SignUp], world.Hub.Requests.Where(static request => request.Purpose is not null).Select(static request => request.Purpose!).Order());
    }

    [Fact]
    public async Task Leaves_out_of_a_request_who_has_stopped_waiting()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();
        await client.SyncAsync();
        TaskCompletionSource hold = new();
        world.Hub.BeforeAnswer = request => request.Purpose is null ? Task.CompletedTask : hold.Task;
        Task<Listing> first = client.QueryAsync(TestIds.Phone(0), Purposes.SignUp);
        await Waiting.UntilAsync(() => world.Evaluations == 1);
        using CancellationTokenSource impatient = new();
        Task<Listing>[] gone = [.. Enumerable.Range(1, 20).Select(number => client.QueryAsync(TestIds.Phone(number), Purposes.SignUp, impatient.Token))];
        Task<Listing> stays = client.QueryAsync(TestIds.Phone(99), Purposes.SignUp);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(gone));
        hold.SetResult();
        await Task.WhenAll(first, stays);

        Assert.Equal(8, world.Hub.Charged);
    }

    [Fact]
    public async Task Repeats_the_same_bytes_after_a_cut_and_is_charged_once()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.List(TestIds.Phone(1));
        ExchangeClient client = world.Client();
        await client.SyncAsync();
        world.Hub.DropConnections(2, afterWork: true);

        Listing listing = await client.QueryAsync(TestIds.Phone(1), Purposes.SignUp);

        Assert.Equal(Verdict.Listed, listing.Verdict);
        Assert.Equal(4, world.Hub.Charged);
        Assert.Single(world.Hub.Requests.Where(static request => request.Purpose is not null).Select(static request => request.RequestId).Distinct());
        Assert.Equal(3, world.Evaluations);
    }

    [Fact]
    public async Task Gives_up_after_three_tries()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();
        await client.SyncAsync();
        world.Hub.DropConnections(50);

        Listing listing = await client.QueryAsync(TestIds.Phone(1), Purposes.SignUp);

        Assert.Equal((Verdict.Unsure, UnsureReason.Unreachable), (listing.Verdict, listing.Reason));
        Assert.Equal(3, world.Evaluations);
    }

    [Fact]
    public async Task Never_repeats_what_was_refused()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();
        await client.SyncAsync();
        world.Hub.ExhaustBudget(IdentifierKind.Phone, "day", remaining: 0, DateTimeOffset.UtcNow.AddHours(3));

        Listing listing = await client.QueryAsync(TestIds.Phone(1), Purposes.SignUp);

        Assert.Equal((Verdict.Unsure, UnsureReason.BudgetExhausted), (listing.Verdict, listing.Reason));
        Assert.NotNull(listing.RetryAt);
        Assert.Contains("operator@example.test", listing.Explanation, StringComparison.Ordinal);
        Assert.Equal(1, world.Evaluations);
    }

    [Fact]
    public async Task Answers_one_kind_when_another_kinds_budget_is_gone()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();
        await client.SyncAsync();
        world.Hub.ExhaustBudget(IdentifierKind.Phone);

        ApplicantListing applicant = await client.QueryApplicantAsync([TestIds.Phone(1), TestIds.Seller(1)], Purposes.SignUp);

        Assert.Equal([Verdict.Unsure, Verdict.NotListed], applicant.Listings.Select(static listing => listing.Verdict));
        Assert.False(applicant.IsComplete);
    }

    [Fact]
    public async Task Drains_a_budget_to_its_last_units_and_lets_the_rest_be_unsure()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();
        await client.SyncAsync();
        world.Hub.ExhaustBudget(IdentifierKind.Phone, "epoch", remaining: 24);
        ConcurrentBag<Verdict> verdicts = [];

        await foreach (QueryResult result in client.QueryManyAsync(Enumerable.Range(0, 60).Select(TestIds.Phone), Purposes.ReCheck))
        {
            verdicts.Add(result.Listing.Verdict);
        }

        Assert.Equal(60, verdicts.Count);
        Assert.True(verdicts.Count(static verdict => verdict == Verdict.NotListed) >= 15);
        Assert.DoesNotContain(Verdict.Listed, verdicts);
        Assert.Contains(Verdict.Unsure, verdicts);
        Assert.True(world.Hub.Charged <= 24);
    }
}
