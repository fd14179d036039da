using BlacklistExchange.Client.Testing;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Tests.Evaluation;

/// <summary>Those who wait for padding: they cost nothing, are served by others' requests alone, and nothing that happens to a request is theirs.</summary>
public sealed class SpareLineTests
{
    [Fact]
    public async Task Fills_the_padding_of_a_lone_query_and_costs_nothing()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.List(TestIds.Phone(11), TestIds.Phone(12));
        ExchangeClient client = world.Client();
        await client.SyncAsync();
        Task<Checked>[] waiting = [.. Enumerable.Range(11, 4).Select(number => client.CheckWhenSpareAsync([TestIds.Phone(number)], Purposes.ReCheck))];
        Assert.Equal(0, world.Evaluations);

        Listing asked = await client.QueryAsync(TestIds.Phone(1), Purposes.SignUp);
        Checked[] first = await Task.WhenAll(waiting[..3]);

        Assert.Equal(Verdict.NotListed, asked.Verdict);
        Assert.Equal([Verdict.Listed, Verdict.Listed, Verdict.NotListed], first.Select(static check => check.Listing.Listings[0].Verdict));
        Assert.False(waiting[3].IsCompleted);
        Assert.Equal((4, 1), (world.Hub.Charged, world.Evaluations));
        Assert.Equal(Verdict.Listed, client.Match(first[0].Handle!).Listing.Listings[0].Verdict);
        await client.QueryAsync(TestIds.Phone(2), Purposes.Payout);
        Assert.Equal(Verdict.NotListed, (await waiting[3]).Listing.Listings[0].Verdict);
        Assert.Equal((8, 2), (world.Hub.Charged, world.Evaluations));
    }

    [Fact]
    public async Task Serves_each_kind_and_epoch_by_requests_of_its_own_and_none_by_another()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.OpenEpoch();
        ExchangeClient client = world.Client();
        await client.SyncAsync();
        Task<Checked> both = client.CheckWhenSpareAsync([TestIds.Phone(11), TestIds.Seller(11)], Purposes.ReCheck);

        await client.QueryAsync(TestIds.Phone(1), Purposes.SignUp);
        await client.QueryAsync(TestIds.ResidentId(1), Purposes.SignUp);
        Assert.False(both.IsCompleted);
        await client.QueryAsync(TestIds.Seller(1), Purposes.SignUp);

        Matched matched = client.Match((await both).Handle!);
        Assert.False(matched.NeedsRefresh);
        Assert.All(matched.Listing.Listings, static one => Assert.Equal(Verdict.NotListed, one.Verdict));
        Assert.Equal(3 * 2 * 4, world.Hub.Charged);
    }

    [Fact]
    public async Task Waits_on_whatever_happens_to_a_request_and_is_served_by_the_next()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.List(TestIds.Phone(11));
        ExchangeClient client = world.Client();
        await client.SyncAsync();
        Task<Checked>[] waiting = [.. Enumerable.Range(11, 2).Select(number => client.CheckWhenSpareAsync([TestIds.Phone(number)], Purposes.ReCheck))];
        int asked = 100;
        foreach (FakeHubLie lie in (FakeHubLie[])[FakeHubLie.WrongKey, FakeHubLie.FlippedProof, FakeHubLie.ShortAnswer, FakeHubLie.MissingGroup, FakeHubLie.Garbage])
        {
            world.Hub.Lies = lie;
            Assert.Equal(Verdict.Unsure, (await client.QueryAsync(TestIds.Phone(asked++), Purposes.SignUp)).Verdict);
        }
        world.Hub.Lies = FakeHubLie.None;
        world.Hub.ExhaustBudget(IdentifierKind.Phone);
        ApplicantListing refused = await client.QueryApplicantAsync([TestIds.Phone(asked++), TestIds.Seller(1)], Purposes.SignUp);
        Assert.Equal([UnsureReason.BudgetExhausted, UnsureReason.None], refused.Listings.Select(static one => one.Reason));
        Assert.All(waiting, static check => Assert.False(check.IsCompleted));

        world.Hub.RestoreBudgets();
        await client.QueryAsync(TestIds.Phone(asked++), Purposes.SignUp);

        Assert.Equal([Verdict.Listed, Verdict.NotListed], (await Task.WhenAll(waiting)).Select(static check => check.Listing.Listings[0].Verdict));
    }

    [Fact]
    public async Task Knows_at_once_what_the_process_knows_and_takes_no_place_for_what_it_learned_meanwhile()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();
        await client.QueryAsync(TestIds.Phone(1), Purposes.SignUp);
        Checked known = await client.CheckWhenSpareAsync([TestIds.Phone(1)], Purposes.ReCheck);
        Task<Checked>[] same = [.. Enumerable.Range(0, 9).Select(_ => client.CheckWhenSpareAsync([TestIds.Phone(2)], Purposes.ReCheck))];
        Task<Checked> other = client.CheckWhenSpareAsync([TestIds.Phone(3)], Purposes.ReCheck);

        await client.QueryAsync(TestIds.Phone(4), Purposes.SignUp);

        Assert.NotNull(known.Handle);
        Assert.All(await Task.WhenAll([.. same, other]), static check => Assert.Equal(Verdict.NotListed, check.Listing.Listings[0].Verdict));
        Assert.Equal(8, world.Hub.Charged);
    }

    [Fact]
    public async Task Asks_in_the_ordinary_way_when_its_time_has_come()
    {
        ClockAt clock = new();
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client(clock: clock);
        await client.SyncAsync();
        DateTimeOffset now = clock.GetUtcNow();

        Checked late = await client.CheckWhenSpareAsync([TestIds.Phone(1)], Purposes.ReCheck, now - TimeSpan.FromSeconds(1));
        Checked soon = await client.CheckWhenSpareAsync([TestIds.Phone(2)], Purposes.ReCheck, now + TimeSpan.FromSeconds(1));

        Assert.All((Checked[])[late, soon], static check => Assert.Equal(Verdict.NotListed, check.Listing.Listings[0].Verdict));
        Assert.Equal(8, world.Hub.Charged);
    }

    [Fact]
    public async Task Lets_go_of_those_who_stop_waiting_and_of_all_at_the_end()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();
        await client.SyncAsync();
        using CancellationTokenSource impatient = new();
        Task<Checked>[] gone = [.. Enumerable.Range(0, 5000).Select(number => client.CheckWhenSpareAsync([TestIds.Phone(number)], Purposes.ReCheck, cancellationToken: impatient.Token))];
        await impatient.CancelAsync();
        await Task.WhenAll(gone.Select(static task => Assert.ThrowsAnyAsync<OperationCanceledException>(() => task)));
        Task<Checked> stays = client.CheckWhenSpareAsync([TestIds.Phone(9001)], Purposes.ReCheck);
        await client.QueryAsync(TestIds.Phone(9002), Purposes.SignUp);
        await stays;
        Task<Checked> last = client.CheckWhenSpareAsync([TestIds.Phone(9003)], Purposes.ReCheck);

        await client.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => last);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.CheckWhenSpareAsync([TestIds.Phone(9004)], Purposes.ReCheck));
    }

    [Fact]
    public async Task Refuses_what_a_check_refuses()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();

        await Assert.ThrowsAsync<ArgumentException>(() => client.CheckWhenSpareAsync([], Purposes.ReCheck));
        await Assert.ThrowsAsync<ArgumentException>(() => client.CheckWhenSpareAsync([TestIds.Phone(1)], "horse"));
    }
}
