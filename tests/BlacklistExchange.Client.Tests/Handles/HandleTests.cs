using BlacklistExchange.Client.Testing;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Tests.Handles;

/// <summary>What a handle answers, and that it asks nobody. What it refuses is in <see cref="ForeignHandleTests"/>.</summary>
public sealed class HandleTests
{
    [Fact]
    public async Task Returns_what_a_query_would_return_without_a_request()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.List(TestIds.Phone(1), TestIds.Phone(2));
        world.Hub.Put(new FakeEntry { Status = EntryStatus.Watch }, TestIds.Seller(3));
        world.Hub.Put(new FakeEntry { Status = EntryStatus.Disputed }, TestIds.ResidentId(4));
        world.Hub.Put(new FakeEntry { Flags = LabelFlags.VictimOfImpersonation }, TestIds.ResidentId(5));
        ExchangeClient client = world.Client();
        Identifier[][] applicants =
        [
            [TestIds.Phone(9)], [TestIds.Phone(1), TestIds.Seller(9)], [TestIds.Phone(1), TestIds.Phone(2)], [TestIds.Phone(1), TestIds.Phone(1)],
            [TestIds.Seller(3), TestIds.ResidentId(4), TestIds.Phone(7)], [TestIds.ResidentId(5)], [.. Enumerable.Range(0, 100).Select(TestIds.Phone)],
        ];
        foreach (Identifier[] applicant in applicants)
        {
            Checked check = await client.CheckAsync(applicant, Purposes.SignUp);
            ApplicantListing asked = await client.QueryApplicantAsync(applicant, Purposes.SignUp);
            int requests = world.Hub.Requests.Count;

            Matched matched = client.Match(check.Handle!);

            Assert.Equal(requests, world.Hub.Requests.Count);
            Assert.False(matched.NeedsRefresh);
            foreach (ApplicantListing listing in (ApplicantListing[])[check.Listing, matched.Listing])
            {
                Assert.Equal((asked.Strength, asked.IsComplete, asked.ShouldRefuse, asked.Explanation), (listing.Strength, listing.IsComplete, listing.ShouldRefuse, listing.Explanation));
                Assert.Equal(asked.Listings.Select(static one => one with { ListAge = null }), listing.Listings.Select(static one => one with { ListAge = null }));
            }
        }
    }

    [Fact]
    public async Task Costs_nothing_and_is_answered_by_the_next_process_of_the_same_profile()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.List(TestIds.Phone(1));
        ExchangeClient first = world.Client();
        Checked check = await first.CheckAsync([TestIds.Phone(1), TestIds.Phone(2)], Purposes.SignUp);
        await first.DisposeAsync();
        (long charged, int requests) = (world.Hub.Charged, world.Hub.Requests.Count);

        Matched matched = world.Client().Match(check.Handle!);

        Assert.Equal([Verdict.Listed, Verdict.NotListed], matched.Listing.Listings.Select(static listing => listing.Verdict));
        Assert.Equal((charged, requests), (world.Hub.Charged, world.Hub.Requests.Count));
        Assert.Throws<ObjectDisposedException>(() => first.Match(check.Handle!));
    }

    [Fact]
    public async Task Says_what_the_list_says_now_not_what_it_said_at_the_check()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.List(TestIds.Phone(1));
        ExchangeClient client = world.Client();
        Checked check = await client.CheckAsync([TestIds.Phone(1), TestIds.Seller(2)], Purposes.SignUp);
        Assert.Equal([Verdict.Listed, Verdict.NotListed], check.Listing.Listings.Select(static listing => listing.Verdict));
        world.Hub.Remove(TestIds.Phone(1));
        world.Hub.List(TestIds.Seller(2));
        await client.SyncAsync();
        int requests = world.Hub.Requests.Count;

        Matched matched = client.Match(check.Handle!);

        Assert.Equal([Verdict.NotListed, Verdict.Listed], matched.Listing.Listings.Select(static listing => listing.Verdict));
        Assert.Equal(requests, world.Hub.Requests.Count);
    }

    [Fact]
    public async Task Never_clears_by_a_handle_without_an_epoch_that_is_live()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.List(TestIds.Phone(1));
        ExchangeClient client = world.Client();
        Checked old = await client.CheckAsync([TestIds.Phone(1), TestIds.Phone(2)], Purposes.SignUp);
        world.Hub.OpenEpoch();
        world.Hub.List(TestIds.Phone(2));
        await client.SyncAsync();
        Matched between = client.Match(old.Handle!);
        Assert.True(between.NeedsRefresh);
        Assert.Equal([Verdict.Listed, Verdict.Listed], (await client.CheckAsync([TestIds.Phone(1), TestIds.Phone(2)], Purposes.SignUp)).Listing.Listings.Select(static one => one.Verdict));
        Assert.Equal([(Verdict.Listed, UnsureReason.None), (Verdict.Listed, UnsureReason.None)], between.Listing.Listings.Select(static one => (one.Verdict, one.Reason)));
        world.Hub.Remove(TestIds.Phone(2));
        await client.SyncAsync();
        Checked both = await client.CheckAsync([TestIds.Phone(1), TestIds.Phone(2)], Purposes.SignUp);
        Assert.Equal([(Verdict.Listed, UnsureReason.None), (Verdict.Unsure, UnsureReason.HandleIncomplete)], client.Match(old.Handle!).Listing.Listings.Select(static one => (one.Verdict, one.Reason)));
        world.Hub.EndEpoch(1);
        await client.SyncAsync();

        Assert.All(client.Match(old.Handle!).Listing.Listings, static one => Assert.Equal((Verdict.Unsure, UnsureReason.HandleIncomplete), (one.Verdict, one.Reason)));
        Matched matched = client.Match(both.Handle!);
        Assert.False(matched.NeedsRefresh);
        Assert.All(matched.Listing.Listings, static one => Assert.Equal(Verdict.NotListed, one.Verdict));
    }

    [Fact]
    public async Task Asks_for_a_new_handle_when_the_last_epoch_of_this_one_ends_within_a_week()
    {
        ClockAt clock = new();
        await using TestWorld world = await TestWorld.StartAsync(new FakeHubOptions { Kinds = [IdentifierKind.Phone], TimeProvider = clock });
        ExchangeClient client = world.Client(clock: clock);
        string handle = (await client.CheckAsync([TestIds.Phone(1)], Purposes.SignUp)).Handle!;
        foreach ((int day, bool needs) in ((int, bool)[])[(357, false), (359, true)])
        {
            clock.Offset = TimeSpan.FromDays(day);
            world.Hub.Publish();
            await client.SyncAsync();
            Matched matched = client.Match(handle);
            Assert.Equal((needs, Verdict.NotListed), (matched.NeedsRefresh, matched.Listing.Listings[0].Verdict));
        }
        world.Hub.OpenEpoch();
        await client.SyncAsync();

        Assert.True(client.Match(handle).NeedsRefresh);
        Assert.False(client.Match((await client.CheckAsync([TestIds.Phone(1)], Purposes.ReCheck)).Handle!).NeedsRefresh);
        clock.Offset = TimeSpan.FromDays(800);
        Matched ended = client.Match(handle);
        Assert.Equal((true, Verdict.Unsure), (ended.NeedsRefresh, ended.Listing.Listings[0].Verdict));
    }

    [Fact]
    public async Task Keeps_from_accusing_and_clearing_by_a_stale_list_or_none()
    {
        ClockAt clock = new();
        await using TestWorld world = await TestWorld.StartAsync(new FakeHubOptions { Kinds = [IdentifierKind.Phone] });
        world.Hub.List(TestIds.Phone(1));
        ExchangeClient client = world.Client(clock: clock);
        string handle = (await client.CheckAsync([TestIds.Phone(1), TestIds.Phone(2)], Purposes.SignUp)).Handle!;
        clock.Offset = TimeSpan.FromHours(25);

        Assert.All(client.Match(handle).Listing.Listings, static one => Assert.Equal((Verdict.Stale, UnsureReason.ListTooOld), (one.Verdict, one.Reason)));
        ExchangeClient without = world.Client(configure: options => options.DataDirectory = world.PathOf("empty"));
        Matched matched = without.Match(handle);
        Assert.All(matched.Listing.Listings, static one => Assert.Equal((Verdict.Unsure, UnsureReason.NoList), (one.Verdict, one.Reason)));
        Assert.False(matched.NeedsRefresh);
    }

    [Fact]
    public async Task Holds_what_could_be_had_and_says_what_could_not()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();
        Identifier email = Identifier.Parse(IdentifierKind.Email, "a@example.test");
        await client.SyncAsync();
        world.Hub.ExhaustBudget(IdentifierKind.Phone);

        Checked check = await client.CheckAsync([TestIds.Phone(1), TestIds.Seller(1), email], Purposes.SignUp);

        Assert.Equal([UnsureReason.BudgetExhausted, UnsureReason.None, UnsureReason.KindNotOnList], check.Listing.Listings.Select(static one => one.Reason));
        Matched matched = client.Match(check.Handle!);
        Assert.Equal([UnsureReason.HandleIncomplete, UnsureReason.None, UnsureReason.KindNotOnList], matched.Listing.Listings.Select(static one => one.Reason));
        Assert.True(matched.NeedsRefresh);
        Assert.Null((await client.CheckAsync([TestIds.Phone(1), email], Purposes.SignUp)).Handle);
        Assert.False(client.Match((await client.CheckAsync([TestIds.Seller(1), email], Purposes.SignUp)).Handle!).NeedsRefresh);
    }

    [Fact]
    public async Task Holds_the_keys_of_the_second_try_when_an_epoch_has_just_ended()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.OpenEpoch();
        world.Hub.List(TestIds.Phone(2));
        ExchangeClient client = world.Client();
        await client.SyncAsync();
        world.Hub.EndEpoch(1);

        Checked check = await client.CheckAsync([TestIds.Phone(1), TestIds.Phone(2)], Purposes.SignUp);

        Matched matched = client.Match(check.Handle!);
        Assert.Equal([Verdict.NotListed, Verdict.Listed], matched.Listing.Listings.Select(static one => one.Verdict));
        Assert.False(matched.NeedsRefresh);
    }

    [Fact]
    public async Task Survives_a_caller_who_stops_waiting()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();
        await client.SyncAsync();
        TaskCompletionSource hold = new();
        world.Hub.BeforeAnswer = request => request.Purpose is null ? Task.CompletedTask : hold.Task;
        using CancellationTokenSource impatient = new();
        Task<Checked> gone = client.CheckAsync([TestIds.Phone(1)], Purposes.SignUp, impatient.Token);
        await Waiting.UntilAsync(() => world.Evaluations == 1);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        Task<Checked> stays = client.CheckAsync([TestIds.Phone(1)], Purposes.SignUp);
        hold.SetResult();

        Assert.Equal(Verdict.NotListed, client.Match((await stays).Handle!).Listing.Listings[0].Verdict);
    }

    [Fact]
    public async Task Refuses_nobody_crowds_nulls_and_unknown_purposes()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();

        await Assert.ThrowsAsync<ArgumentException>(() => client.CheckAsync([], Purposes.SignUp));
        await Assert.ThrowsAsync<ArgumentException>(() => client.CheckAsync([.. Enumerable.Range(0, 101).Select(TestIds.Phone)], Purposes.SignUp));
        await Assert.ThrowsAsync<ArgumentNullException>(() => client.CheckAsync([null!], Purposes.SignUp));
        await Assert.ThrowsAsync<ArgumentException>(() => client.CheckAsync([TestIds.Phone(1)], "curiosity"));
        Assert.Empty(world.Hub.Requests);
    }
}
