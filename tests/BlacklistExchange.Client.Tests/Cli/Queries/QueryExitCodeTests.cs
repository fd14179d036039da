using BlacklistExchange.Cli;
using BlacklistExchange.Client.Testing;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Client.Tests.Cli.Queries;

public sealed class QueryExitCodeTests
{
    [Fact]
    public async Task Returns_0_for_not_listed_and_3_for_listed()
    {
        await using CliWorld world = await CliWorld.StartAsync();
        world.Hub.List(TestIds.Phone(1));
        BexRun clear = await world.Typing(Phone(2), "query", "--kind", "phone");
        Assert.Equal(ExitCode.Clear, clear.Code);
        Assert.Contains("NOT-LISTED", clear.Output);
        BexRun listed = await world.Typing(Phone(1), "query", "--kind", "phone");
        Assert.Equal(ExitCode.Listed, listed.Code);
        Assert.Contains("\u001b[31mLISTED", listed.Output);
        Assert.Contains("tag ", listed.Output);
    }

    [Fact]
    public async Task Returns_0_for_what_is_only_watched_and_says_so()
    {
        await using CliWorld world = await CliWorld.StartAsync();
        world.Hub.Put(new FakeEntry { Status = BlacklistExchange.Protocol.Entries.EntryStatus.Watch }, TestIds.Phone(1));
        BexRun run = await world.Bex("query", "--csv", world.PhonesCsv([1]), "--column", "phone", "--kind", "phone");
        Assert.Equal(ExitCode.Clear, run.Code);
        Assert.Contains("watched only", run.Output.ReplaceLineEndings(" "));
    }

    [Fact]
    public async Task Returns_4_for_stale_and_for_a_kind_that_is_not_on_the_list()
    {
        ClockAt slow = new() { Offset = TimeSpan.FromHours(-3) };
        await using CliWorld world = await CliWorld.StartAsync(new FakeHubOptions { TimeProvider = slow, Kinds = [IdentifierKind.Phone] });
        world.Hub.List(TestIds.Phone(1));
        BexRun stale = await world.Bex("query", "--kind", "phone", "--stale-after", "1", "--yes-on-the-command-line", Phone(1));
        Assert.Equal(ExitCode.Uncertain, stale.Code);
        Assert.Contains("STALE", stale.Output);
        BexRun unsure = await world.Bex("query", "--kind", "resident-id", "--yes-on-the-command-line", CliWorld.Text(TestIds.ResidentId(1)));
        Assert.Equal(ExitCode.Uncertain, unsure.Code);
        Assert.Contains("UNSURE", unsure.Output);
    }

    [Fact]
    public async Task Returns_5_for_a_bad_line()
    {
        await using CliWorld world = await CliWorld.StartAsync();
        BexRun run = await world.Typing("12", "query", "--kind", "phone");
        Assert.Equal(ExitCode.BadLines, run.Code);
        Assert.Equal(0, world.Hub.Charged);
    }

    [Fact]
    public async Task Returns_6_when_the_hub_is_away_and_when_it_lies()
    {
        await using CliWorld world = await CliWorld.StartAsync();
        Assert.Equal(ExitCode.Clear, (await world.Bex("sync")).Code);
        world.Hub.Lies = FakeHubLie.FlippedProof;
        BexRun lie = await world.Bex("query", "--kind", "phone", "--yes-on-the-command-line", Phone(1));
        Assert.Equal(ExitCode.Network, lie.Code);
        Assert.Contains("UNSURE", lie.Output);
        world.Hub.Lies = FakeHubLie.None;
        await world.Hub.StopAsync();
        Assert.Equal(ExitCode.Network, (await world.Bex("query", "--kind", "phone", "--yes-on-the-command-line", Phone(1))).Code);
        Assert.Equal(ExitCode.Network, (await world.Bex("sync")).Code);
        Assert.Equal(ExitCode.Network, (await world.Bex("budget")).Code);
    }

    [Fact]
    public async Task Returns_7_for_a_spent_budget_and_a_revoked_member()
    {
        await using CliWorld world = await CliWorld.StartAsync();
        world.Hub.ExhaustBudget(IdentifierKind.Phone, "epoch");
        BexRun spent = await world.Bex("query", "--kind", "phone", "--yes-on-the-command-line", Phone(1));
        Assert.Equal(ExitCode.Refused, spent.Code);
        Assert.Contains("budget", spent.Output);
        world.Hub.Revoke("weidian");
        Assert.Equal(ExitCode.Refused, (await world.Bex("budget")).Code);
    }

    [Fact]
    public async Task Returns_8_for_a_profile_that_is_not_enrolled()
    {
        using TemporaryFolder folder = new();
        await BexRun.Async("profile", "init", "weidian", "--dir", folder["p"]);
        BexRun run = await BexRun.Async("query", "--kind", "phone", "--yes-on-the-command-line", Phone(1), "--profile", folder["p"]);
        Assert.Equal(ExitCode.Profile, run.Code);
        Assert.Contains("import", run.Error);
    }

    [Theory]
    [InlineData(ExitCode.Listed, ExitCode.Uncertain, ExitCode.Listed)]
    [InlineData(ExitCode.Uncertain, ExitCode.BadLines, ExitCode.Uncertain)]
    [InlineData(ExitCode.BadLines, ExitCode.Clear, ExitCode.BadLines)]
    [InlineData(ExitCode.Listed, ExitCode.Network, ExitCode.Network)]
    [InlineData(ExitCode.Refused, ExitCode.Network, ExitCode.Refused)]
    public void Returns_the_unfinished_run_first_then_the_heaviest_finding(int left, int right, int worse)
    {
        Assert.Equal(worse, ExitCode.Worse(left, right));
        Assert.Equal(worse, ExitCode.Worse(right, left));
    }

    [Theory]
    [InlineData("query", "--kind", "phone", "--resume", "-")]
    [InlineData("query", "-")]
    [InlineData("query", "--kind", "seller-account", "-")]
    [InlineData("query", "--kind", "phone", "--csv", "x.csv")]
    [InlineData("query", "--applicant", "phone", "--csv", "x.csv")]
    [InlineData("query", "--applicant", "phone=a", "--kind", "phone", "--csv", "x.csv")]
    [InlineData("query", "--kind", "phone", "--purpose", "curiosity", "-")]
    public async Task Returns_2_for_a_command_line_that_contradicts_itself(params string[] arguments)
    {
        await using CliWorld world = await CliWorld.StartAsync();
        Assert.Equal(ExitCode.Usage, (await world.Bex(arguments)).Code);
    }

    private static string Phone(int number) => CliWorld.Text(TestIds.Phone(number));
}
