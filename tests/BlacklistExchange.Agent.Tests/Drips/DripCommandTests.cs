using System.Text.Json.Nodes;
using BlacklistExchange.Client.Tests;
using BlacklistExchange.Client.Tests.Cli;
using BexCode = BlacklistExchange.Cli.ExitCode;

namespace BlacklistExchange.Agent.Tests.Drips;

/// <summary><c>bex drip</c> against a running agent: every row gets its verdict, at no cost, whatever happens to the agent in between.</summary>
public sealed class DripCommandTests
{
    [Fact]
    public async Task Screens_a_base_in_the_padding_of_sign_ups_through_a_restart_of_the_agent()
    {
        await using AgentWorld world = await AgentWorld.StartAsync(listed: [TestIds.Phone(3), TestIds.Seller(5)]);
        await Waiting.UntilAsync(async () => (await world.GetAsync("/readyz")).Status == 200);
        string csv = world.Folder.Write("base.csv", "name,phone,shop\n" + string.Concat(Enumerable.Range(1, 9).Select(static number =>
            $"店{number},{(number == 7 ? "4711" : TestIds.Phone(number).RevealValue()[3..])},{TestIds.Seller(number).RevealValue()}\n")));
        string result = world.Folder["result.csv"];
        Task<BexRun> drip = BexRun.With(["drip", "--csv", csv, "--applicant", "phone=phone,seller-account:platform-a=shop", "--key", "name", "--out", result, "--socket", world.Socket]);
        await Waiting.UntilAsync(() => File.Exists(result));
        Assert.Equal(0, world.Hub.Charged);
        long signUps = await SignUpsUntilAsync(world, 100, () => Rows(result).Length >= 4);
        await world.RestartAsync();
        signUps += await SignUpsUntilAsync(world, 10_000, () => drip.IsCompleted);

        BexRun run = await drip;
        string[] rows = [.. Rows(result).Order(StringComparer.Ordinal)];
        Assert.Equal(BexCode.Listed, run.Code);
        Assert.Equal(["2,店1,not-listed", "3,店2,not-listed", "4,店3,listed", "5,店4,not-listed", "6,店5,listed", "7,店6,not-listed", "8,店7,bad-line", "9,店8,not-listed", "10,店9,not-listed"],
            rows.OrderBy(static row => int.Parse(row.Split(',')[0], System.Globalization.CultureInfo.InvariantCulture)).Select(static row => string.Join(',', row.Split(',')[..3])));
        Assert.Contains("2 listed, 1 bad-line, 6 not-listed.", run.Error, StringComparison.Ordinal);
        // Two kinds a sign-up, alone each: four units a kind, and not one more.
        Assert.Equal(8 * signUps, world.Hub.Charged);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(result));
    }

    [Fact]
    public async Task Asks_again_only_for_rows_without_a_verdict()
    {
        await using AgentWorld world = await AgentWorld.StartAsync(listed: TestIds.Phone(1));
        string csv = world.Folder.Write("base.csv", $"phone\n{TestIds.Phone(1).RevealValue()}\n{TestIds.Phone(2).RevealValue()}\n");
        string result = world.Folder.Write("result.csv", "line,key,verdict,category,tier,standing,reason\n3,3,not-listed,,,,\n2,2,unsure,,,,why\n");
        await Waiting.UntilAsync(async () => (string?)(await world.CheckAsync(TestIds.Phone(1)))["verdict"] == "listed");

        BexRun run = await BexRun.With(["drip", "--csv", csv, "--column", "phone", "--kind", "phone", "--out", result, "--resume", "--socket", world.Socket, "--json"]);

        Assert.Equal(["2,2,listed", "3,3,not-listed"], Rows(result).Select(static row => string.Join(',', row.Split(',')[..3])).Order(StringComparer.Ordinal));
        JsonNode summary = JsonNode.Parse(run.Output)!["summary"]!;
        Assert.Equal((BexCode.Listed, 1, 1, 0), (run.Code, (int)summary["skipped"]!, (int)summary["asked"]!, (int)summary["not_asked"]!));
    }

    [Theory]
    [InlineData("--socket PATH or --port", "--out", "r.csv")]
    [InlineData("--socket PATH or --port", "--out", "r.csv", "--port", "0")]
    [InlineData("--out is a file", "--out", "-", "--port", "9")]
    [InlineData("--until is a day to come", "--out", "r.csv", "--port", "9", "--until", "2001-01-01")]
    [InlineData("--until is a day to come", "--out", "r.csv", "--port", "9", "--until", "tomorrow")]
    [InlineData("bearer file cannot be read", "--out", "r.csv", "--port", "9", "--bearer-file", "nowhere")]
    public async Task Refuses_a_command_line_that_says_too_little(string words, params string[] more)
    {
        using TemporaryFolder folder = new();
        string csv = folder.Write("base.csv", "phone\n13912340001\n");
        BexRun run = await BexRun.With(["drip", "--csv", csv, "--column", "phone", "--kind", "phone", .. more]);
        Assert.Equal(BexCode.Usage, run.Code);
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("1391234", run.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_to_go_on_without_the_secret_and_from_standard_input()
    {
        await using AgentWorld world = await AgentWorld.StartAsync(change: settings => settings);
        string bearer = world.Folder.Write("bearer", "0123456789abcdef0123456789abcdef\n");
        File.SetUnixFileMode(bearer, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using AgentProcess agent = await AgentProcess.StartAsync(AgentProcess.Serve(world, "--port", "0", "--bearer-file", bearer));
        string csv = world.Folder.Write("base.csv", $"phone\n{TestIds.Phone(1).RevealValue()}\n");
        string port = new Uri(agent.Address).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

        BexRun without = await BexRun.With(["drip", "--csv", csv, "--column", "phone", "--kind", "phone", "--out", world.Folder["a.csv"], "--port", port]);
        BexRun piped = await BexRun.With(["drip", "--csv", "-", "--column", "phone", "--kind", "phone", "--out", world.Folder["b.csv"], "--port", port]);

        Assert.Equal((BexCode.Usage, BexCode.Usage), (without.Code, piped.Code));
        Assert.Contains("(401)", without.Error, StringComparison.Ordinal);
        Assert.Contains("reads its input twice", piped.Error, StringComparison.Ordinal);
    }

    private static string[] Rows(string result) => [.. File.ReadAllText(result).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)];

    /// <summary>Sign-ups one after the other, nobody in company; how many there were.</summary>
    private static async Task<long> SignUpsUntilAsync(AgentWorld world, int first, Func<bool> isEnough)
    {
        long count = 0;
        for (int number = first; !isEnough(); number++)
        {
            Assert.True(count < 2000, "Padding carried too little.");
            await world.CheckAsync(TestIds.Phone(number), TestIds.Seller(number));
            count++;
            await Task.Delay(10);
        }
        return count;
    }
}
