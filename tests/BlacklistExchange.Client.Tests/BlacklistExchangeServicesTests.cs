using BlacklistExchange.Protocol.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace BlacklistExchange.Client.Tests;

public sealed class BlacklistExchangeServicesTests
{
    [Fact]
    public async Task Gives_a_client_that_synchronises_while_the_host_runs()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.List(TestIds.Phone(1));
        world.Hub.CreateProfile(world.PathOf("app"), "app");
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddBlacklistExchange(options =>
        {
            options.ProfileDirectory = world.PathOf("app");
            options.List = "sellers";
            options.OnUncertain = OnUncertain.FailClosed;
        });
        using IHost host = builder.Build();
        await host.StartAsync();
        ExchangeClient client = host.Services.GetRequiredService<ExchangeClient>();

        Assert.Equal(Verdict.Listed, (await client.QueryAsync(TestIds.Phone(1), Purposes.SignUp)).Verdict);
        Assert.Same(client, host.Services.GetRequiredService<ExchangeClient>());
        await host.StopAsync();
    }

    [Fact]
    public async Task Refuses_to_start_without_what_is_required_and_names_it()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddBlacklistExchange(static options => options.StaleAfter = TimeSpan.Zero);
        using IHost host = builder.Build();

        OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.All((string[])["ProfileDirectory", "List", "OnUncertain", "StaleAfter"], name => Assert.Contains(refused.Failures, failure => failure.Contains(name, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("List")]
    [InlineData("OnUncertain")]
    [InlineData("VaultKey")]
    [InlineData("CachedEntryKeys")]
    [InlineData("StaleAfter")]
    [InlineData("SyncInterval")]
    [InlineData("RequestTimeout")]
    [InlineData("BurstWait")]
    [InlineData("ProxyAddress")]
    [InlineData("FilesAddress")]
    [InlineData("ProfileDirectory")]
    public void Refuses_one_wrong_option_and_names_it(string name)
    {
        ExchangeClientOptions options = new() { ProfileDirectory = "/nowhere", List = "sellers", OnUncertain = OnUncertain.FailOpen };
        Action spoil = name switch
        {
            "List" => () => options.List = "No List",
            "OnUncertain" => () => options.OnUncertain = (OnUncertain)9,
            "VaultKey" => () => options.VaultKey = new byte[31],
            "CachedEntryKeys" => () => options.CachedEntryKeys = -1,
            "StaleAfter" => () => options.StaleAfter = TimeSpan.FromDays(31),
            "SyncInterval" => () => options.SyncInterval = TimeSpan.FromSeconds(9),
            "RequestTimeout" => () => options.RequestTimeout = TimeSpan.FromHours(1),
            "FilesAddress" => () => options.FilesAddress = new Uri("https://files.example/elsewhere"),
            "ProxyAddress" => () => options.ProxyAddress = new Uri("socks5://proxy:1080"),
            "BurstWait" => () => options.BurstWait = TimeSpan.FromSeconds(-1),
            _ => () => options.ProfileDirectory = " ",
        };
        spoil();

        OptionsValidationException refused = Assert.Throws<OptionsValidationException>(() => new ExchangeClient(options));

        Assert.StartsWith(name, Assert.Single(refused.Failures), StringComparison.Ordinal);
    }
}
