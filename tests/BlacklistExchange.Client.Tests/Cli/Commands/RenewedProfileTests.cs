using BlacklistExchange.Cli;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Tests.Cli.Commands;

public sealed class RenewedProfileTests
{
    [Fact]
    public async Task Keeps_the_signing_key_and_the_old_certificate_until_the_new_bundle_is_imported()
    {
        await using CliWorld world = await CliWorld.StartAsync();
        string request = System.IO.Path.Combine(world.Profile, "request.pem");
        Assert.True(EnrolmentRequest.TryParse(File.ReadAllText(request), out EnrolmentRequest? first, out _));
        BexRun renewed = await world.Bex("profile", "renew");
        Assert.Equal(ExitCode.Clear, renewed.Code);
        Assert.True(EnrolmentRequest.TryParse(File.ReadAllText(request), out EnrolmentRequest? second, out _));
        Assert.Equal(first!.SigningKey, second!.SigningKey);
        Assert.NotEqual(first.TlsKey, second.TlsKey);
        Assert.Equal(ExitCode.Clear, (await world.Bex("budget")).Code);
        string bundle = world.Folder.Write("bundle.json", world.Hub.Enrol(File.ReadAllText(request)));
        Assert.Equal(ExitCode.Clear, (await world.Bex("profile", "import", bundle)).Code);
        Assert.Equal(ExitCode.Clear, (await world.Bex("budget", "--json")).Code);
        Assert.Contains("weidian", (await world.Bex("profile", "show")).Output);
    }

    [Fact]
    public async Task Refuses_a_bundle_of_another_exchange()
    {
        await using CliWorld world = await CliWorld.StartAsync();
        await using CliWorld other = await CliWorld.StartAsync();
        string bundle = other.Folder.Write("bundle.json", other.Hub.Enrol(File.ReadAllText(System.IO.Path.Combine(world.Profile, "request.pem"))));
        BexRun run = await world.Bex("profile", "import", bundle);
        Assert.Equal(ExitCode.Profile, run.Code);
        Assert.Contains("another channel", run.Error);
        Assert.Equal(ExitCode.Usage, (await world.Bex("profile", "import", world.Folder["none.json"])).Code);
    }
}
