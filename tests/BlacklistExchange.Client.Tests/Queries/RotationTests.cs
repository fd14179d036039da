using BlacklistExchange.Client.Testing;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Tests.Queries;

public sealed class RotationTests
{
    [Fact]
    public async Task Synchronises_and_asks_again_when_an_epoch_has_just_ended()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.OpenEpoch();
        world.Hub.List(TestIds.Phone(1));
        ExchangeClient client = world.Client();
        await client.SyncAsync();
        world.Hub.EndEpoch(1);

        Listing[] listings = await Task.WhenAll(Enumerable.Range(1, 12).Select(number => client.QueryAsync(TestIds.Phone(number), Purposes.SignUp)));

        Assert.Equal(Verdict.Listed, listings[0].Verdict);
        Assert.All(listings[1..], static listing => Assert.Equal(Verdict.NotListed, listing.Verdict));
    }

    [Fact]
    public async Task Returns_unsure_when_it_may_not_synchronise()
    {
        await using TestWorld world = await TestWorld.StartAsync(new FakeHubOptions { Kinds = [IdentifierKind.Phone] });
        world.Hub.OpenEpoch();
        ExchangeClient client = world.Client(configure: static options => options.SyncWhenNeeded = false);
        await client.SyncAsync();
        world.Hub.EndEpoch(1);

        Listing listing = await client.QueryAsync(TestIds.Phone(1), Purposes.SignUp);

        Assert.Equal((Verdict.Unsure, UnsureReason.EpochEnded), (listing.Verdict, listing.Reason));
    }
}
