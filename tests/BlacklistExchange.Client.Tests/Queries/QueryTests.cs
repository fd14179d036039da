using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Client.Testing;

namespace BlacklistExchange.Client.Tests.Queries;

public sealed class QueryTests
{
    [Fact]
    public async Task Returns_listed_with_everything_the_label_says()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.Put(new FakeEntry { Category = Category.Trademark, Tier = EvidenceTier.Notarised, Reporters = 4, Ring = 77 }, TestIds.Phone(1));
        ExchangeClient client = world.Client();

        Listing listing = await client.QueryAsync(TestIds.Phone(1), Purposes.SignUp);

        Assert.Equal(Verdict.Listed, listing.Verdict);
        Assert.True(listing.ShouldRefuse);
        Assert.Equal((Standing.Listed, Category.Trademark, EvidenceTier.Notarised, "3-4", 77u, 1u), (listing.Standing, listing.Category, listing.Tier, listing.Reporters, listing.Ring, listing.Epoch));
        Assert.Contains("trademark", listing.Explanation, StringComparison.Ordinal);
        Assert.Equal(UnsureReason.None, listing.Reason);
        Assert.NotNull(listing.Tag);
    }

    [Fact]
    public async Task Returns_not_listed_for_an_identifier_nobody_reported()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.List(TestIds.Phone(1));

        Listing listing = await world.Client().QueryAsync(TestIds.Phone(2), Purposes.SignUp);

        Assert.Equal((Verdict.NotListed, Standing.None, false), (listing.Verdict, listing.Standing, listing.ShouldRefuse));
        Assert.Null(listing.Tag);
    }

    [Theory]
    [InlineData(EntryStatus.Watch, Standing.Watch)]
    [InlineData(EntryStatus.Disputed, Standing.Disputed)]
    public async Task Returns_not_listed_for_what_may_not_act(EntryStatus status, Standing standing)
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.Put(new FakeEntry { Status = status }, TestIds.Phone(1));

        Listing listing = await world.Client(configure: static options => options.OnUncertain = OnUncertain.FailClosed).QueryAsync(TestIds.Phone(1), Purposes.SignUp);

        Assert.Equal((Verdict.NotListed, standing, false), (listing.Verdict, listing.Standing, listing.ShouldRefuse));
        Assert.NotNull(listing.Tag);
    }

    [Fact]
    public async Task Returns_not_listed_while_pending()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.SetPending(TestIds.Phone(1));

        Assert.Equal((Verdict.NotListed, Standing.None), await Of(world.Client(), TestIds.Phone(1)));
    }

    [Fact]
    public async Task Asks_nothing_a_second_time()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.List(TestIds.Phone(1));
        ExchangeClient client = world.Client();
        await client.QueryAsync(TestIds.Phone(1), Purposes.SignUp);
        int before = world.Hub.Requests.Count;

        Listing again = await client.QueryAsync(TestIds.Phone(1), Purposes.ReCheck);

        Assert.Equal(Verdict.Listed, again.Verdict);
        Assert.Equal(before, world.Hub.Requests.Count);
    }

    [Fact]
    public async Task Pads_a_lone_query_to_four_units()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();

        QueryCost cost = await client.EstimateCostAsync([TestIds.Phone(1)]);
        await client.QueryAsync(TestIds.Phone(1), Purposes.SignUp);

        Assert.Equal(4, cost.Units);
        Assert.Equal(4, world.Hub.Charged);
        Assert.Equal([4], world.Hub.Requests.Single(static request => request.Purpose is not null).Groups);
    }

    [Fact]
    public async Task Needs_every_live_epoch_and_takes_the_strongest()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.List(TestIds.Phone(1));
        world.Hub.OpenEpoch();
        world.Hub.Put(new FakeEntry { Status = EntryStatus.Watch, Ring = 9 }, TestIds.Phone(2));
        ExchangeClient client = world.Client();

        Assert.Equal(8, (await client.EstimateCostAsync([TestIds.Phone(1)])).Units);
        Listing onlyOld = await client.QueryAsync(TestIds.Phone(1), Purposes.SignUp);
        Listing watched = await client.QueryAsync(TestIds.Phone(2), Purposes.SignUp);

        Assert.Equal((Verdict.Listed, 1u), (onlyOld.Verdict, onlyOld.Epoch));
        Assert.Equal((Verdict.NotListed, Standing.Watch, 2u), (watched.Verdict, watched.Standing, watched.Epoch));
        Assert.Equal(16, world.Hub.Charged);
    }

    [Fact]
    public async Task Returns_unsure_for_a_kind_the_list_has_no_key_for()
    {
        await using TestWorld world = await TestWorld.StartAsync(new FakeHubOptions { Kinds = [IdentifierKind.Phone] });

        Listing listing = await world.Client().QueryAsync(TestIds.Seller(1), Purposes.SignUp);

        Assert.Equal((Verdict.Unsure, UnsureReason.KindNotOnList), (listing.Verdict, listing.Reason));
    }

    [Theory]
    [InlineData(OnUncertain.FailOpen, false)]
    [InlineData(OnUncertain.FailClosed, true)]
    public async Task Returns_unsure_when_the_hub_is_gone_and_lets_the_platform_decide(OnUncertain choice, bool refuse)
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client(configure: options => options.OnUncertain = choice);
        await client.SyncAsync();
        await world.Hub.StopAsync();

        Listing listing = await client.QueryAsync(TestIds.Phone(1), Purposes.SignUp);

        Assert.Equal((Verdict.Unsure, UnsureReason.Unreachable, refuse), (listing.Verdict, listing.Reason, listing.ShouldRefuse));
    }

    [Fact]
    public async Task Returns_unsure_without_a_list()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();
        await world.Hub.StopAsync();

        Listing listing = await client.QueryAsync(TestIds.Phone(1), Purposes.SignUp);

        Assert.Equal((Verdict.Unsure, UnsureReason.NoList), (listing.Verdict, listing.Reason));
    }

    [Fact]
    public async Task Returns_stale_for_hit_and_miss_on_an_old_list()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.List(TestIds.Phone(1));
        ClockAt clock = new();
        ExchangeClient client = world.Client(clock: clock);
        Assert.Equal(Verdict.Listed, (await client.QueryAsync(TestIds.Phone(1), Purposes.SignUp)).Verdict);
        Assert.Equal(Verdict.NotListed, (await client.QueryAsync(TestIds.Phone(2), Purposes.SignUp)).Verdict);
        await world.Hub.StopAsync();

        clock.Offset = TimeSpan.FromHours(25);
        Listing hit = await client.QueryAsync(TestIds.Phone(1), Purposes.SignUp);
        Listing miss = await client.QueryAsync(TestIds.Phone(2), Purposes.SignUp);

        Assert.Equal((Verdict.Stale, UnsureReason.ListTooOld, false), (hit.Verdict, hit.Reason, hit.ShouldRefuse));
        Assert.Equal(Verdict.Stale, miss.Verdict);
    }

    [Fact]
    public async Task Returns_stale_when_the_clock_stands_before_the_list()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.List(TestIds.Phone(1));
        ClockAt clock = new();
        ExchangeClient client = world.Client(clock: clock);
        await client.QueryAsync(TestIds.Phone(1), Purposes.SignUp);
        await world.Hub.StopAsync();

        clock.Offset = TimeSpan.FromHours(-2);

        Assert.Equal(Verdict.Stale, (await client.QueryAsync(TestIds.Phone(1), Purposes.SignUp)).Verdict);
    }

    [Fact]
    public async Task Refuses_a_purpose_that_is_none()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();

        await Assert.ThrowsAsync<ArgumentException>(() => client.QueryAsync(TestIds.Phone(1), "curiosity"));
        Assert.Throws<ArgumentException>(() => { _ = client.QueryManyAsync([TestIds.Phone(1)], "curiosity"); });
    }

    [Fact]
    public async Task Ends_when_the_caller_cancels_and_still_answers_others()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();
        await client.SyncAsync();
        TaskCompletionSource hold = new();
        world.Hub.BeforeAnswer = request => request.Purpose is null ? Task.CompletedTask : hold.Task;
        using CancellationTokenSource impatient = new();
        Task<Listing> first = client.QueryAsync(TestIds.Phone(1), Purposes.SignUp, impatient.Token);
        await Waiting.UntilAsync(() => world.Evaluations == 1);
        Task<Listing> second = client.QueryAsync(TestIds.Phone(1), Purposes.SignUp);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        hold.SetResult();

        Assert.Equal(Verdict.NotListed, (await second).Verdict);
    }

    private static async Task<(Verdict, Standing)> Of(ExchangeClient client, Identifier identifier)
    {
        Listing listing = await client.QueryAsync(identifier, Purposes.SignUp);
        return (listing.Verdict, listing.Standing);
    }
}
