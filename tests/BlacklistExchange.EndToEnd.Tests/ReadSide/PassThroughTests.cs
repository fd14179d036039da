using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;

namespace BlacklistExchange.EndToEnd.Tests.ReadSide;

/// <summary>ops/layer4.md: a balancer that passes bytes by is invisible, one that ends TLS is no way in.</summary>
public sealed class PassThroughTests : IAsyncLifetime
{
    private RealWorld _world = null!;

    public async Task InitializeAsync()
    {
        _world = await RealWorld.StartAsync();
        await _world.PublishAsync();
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [NginxFact]
    public async Task Serves_each_member_as_itself_through_the_example()
    {
        using Nginx nginx = Nginx.PassThrough(_world.Hub.Host.Address(HubPort.Member));
        ExchangeClient alpha = await _world.ClientAsync("alpha", nginx.Address);
        ExchangeClient beta = await _world.ClientAsync("beta", nginx.Address);
        await alpha.SyncAsync();
        await beta.SyncAsync();
        Assert.Equal(Verdict.NotListed, (await alpha.QueryAsync(RealWorld.Phone("13912870365"), Purposes.SignUp)).Verdict);
        Assert.Equal((4, 0), (await UsedAsync(alpha), await UsedAsync(beta)));
    }

    /// <summary>What a web firewall does: its own certificate in front, its own connection behind. Members refuse the one, the hub the other.</summary>
    [NginxFact]
    public async Task Refuses_what_ends_TLS_in_between()
    {
        Uri hub = _world.Hub.Host.Address(HubPort.Member);
        using Nginx trusted = Nginx.Ending(hub, _world.Hub);
        SyncReport refused = await (await _world.ClientAsync("alpha", trusted.Address)).SyncAsync();
        Assert.IsType<HubUnreachableException>(refused.Failure);
        using Nginx stranger = Nginx.Ending(hub, issuer: null);
        refused = await (await _world.ClientAsync("beta", stranger.Address)).SyncAsync();
        Assert.IsType<HubUntrustedException>(refused.Failure);
    }

    private static async Task<long> UsedAsync(ExchangeClient client)
    {
        BudgetLine line = (await client.GetBudgetAsync()).Budgets.Single(static one => one.Kind == "phone");
        return line.EpochTotal.Limit - line.EpochTotal.Remaining;
    }
}
