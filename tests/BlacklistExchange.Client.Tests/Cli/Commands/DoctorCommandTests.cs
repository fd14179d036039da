using System.Text.Json.Nodes;
using BlacklistExchange.Cli;
using BlacklistExchange.Client.Testing;

namespace BlacklistExchange.Client.Tests.Cli.Commands;

public sealed class DoctorCommandTests
{
    [Fact]
    public async Task Returns_well_for_everything_that_is_well()
    {
        await using CliWorld world = await CliWorld.StartAsync();
        BexRun run = await world.Bex("doctor");
        Assert.True(run.Code == ExitCode.Clear, run.Everything);
        foreach (string subject in new[] { "file modes:", "certificate:", "exchange root:", "name:", "port:", "hub's certificate:", "protocol:", "clock:", "vault:", "list:", "budget:" })
        {
            Assert.Contains(subject, run.Output);
        }
        Assert.Contains("All is well.", run.Output);
    }

    [Fact]
    public async Task Names_an_intercepting_proxy_by_its_issuer()
    {
        await using CliWorld world = await CliWorld.StartAsync();
        await using FakeHub proxy = await FakeHub.StartAsync(new FakeHubOptions { Exchange = "corp-proxy" });
        string bundle = System.IO.Path.Combine(world.Profile, "bundle.json");
        File.WriteAllText(bundle, File.ReadAllText(bundle).Replace(world.Hub.Address.ToString().TrimEnd('/'), proxy.Address.ToString().TrimEnd('/'), StringComparison.Ordinal));
        using TemporaryFolder folder = new();
        ExchangeProfile theirs = proxy.CreateProfile(folder["p"]);
        using System.Security.Cryptography.X509Certificates.X509Certificate2 root = theirs.ReadRoot();
        (FindingLine[] findings, int code) = await Look(world);
        Assert.Equal(ExitCode.Network, code);
        FindingLine identity = findings.Single(static one => one.Subject == "hub's certificate");
        Assert.Equal("broken", identity.State);
        Assert.Contains(root.Subject, identity.What);
        Assert.Contains("proxy", identity.Do);
    }

    [Fact]
    public async Task Says_what_to_do_about_each_thing_that_is_wrong()
    {
        await using CliWorld world = await CliWorld.StartAsync();
        await world.Bex("sync");
        world.Hub.Revoke("weidian");
        (FindingLine[] revoked, int refused) = await Look(world);
        Assert.Equal(ExitCode.Refused, refused);
        Assert.Contains("operator", revoked.Single(static one => one.State == "broken").Do);
        await world.Hub.StopAsync();
        (FindingLine[] away, int network) = await Look(world);
        Assert.Equal(ExitCode.Network, network);
        Assert.Equal("broken", away.Single(static one => one.Subject == "port").State);
        Assert.All(away.Where(static one => one.State != "ok"), static one => Assert.NotEmpty(one.Do!));
    }

    [Fact]
    public async Task Sees_a_clock_that_is_off()
    {
        await using CliWorld world = await CliWorld.StartAsync(new FakeHubOptions { TimeProvider = new ClockAt { Offset = TimeSpan.FromMinutes(-5) } });
        (FindingLine[] findings, int code) = await Look(world);
        FindingLine clock = findings.Single(static one => one.Subject == "clock");
        Assert.Equal("attention", clock.State);
        Assert.Contains("ahead of the hub", clock.What);
        Assert.Equal(ExitCode.Uncertain, code);
    }

    [Fact]
    public async Task Sees_a_certificate_that_ends_soon()
    {
        using TemporaryFolder folder = new();
        await using FakeHub hub = await FakeHub.StartAsync();
        hub.CreateProfile(folder["p"], "weidian", validity: TimeSpan.FromDays(10));
        BexRun run = await BexRun.Async("doctor", "--profile", folder["p"]);
        Assert.Equal(ExitCode.Uncertain, run.Code);
        Assert.Contains("bex profile renew", run.Output.ReplaceLineEndings(" "));
    }

    private static async Task<(FindingLine[] Findings, int Code)> Look(CliWorld world)
    {
        BexRun run = await world.Bex("doctor", "--json");
        return ([.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line)!)
            .Select(static node => new FindingLine(node["subject"]!.GetValue<string>(), node["state"]!.GetValue<string>(), node["what"]!.GetValue<string>(), node["do"]?.GetValue<string>()))], run.Code);
    }

    private sealed record FindingLine(string Subject, string State, string What, string? Do);
}
