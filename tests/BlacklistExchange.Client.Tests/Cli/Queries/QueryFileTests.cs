using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using BlacklistExchange.Cli;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Client.Tests.Cli.Queries;

public sealed class QueryFileTests
{
    [Fact]
    public async Task Returns_a_row_a_line_with_the_callers_key_and_no_identifier()
    {
        await using CliWorld world = await CliWorld.StartAsync();
        world.Hub.List(TestIds.Phone(3));
        string csv = world.PhonesCsv(Enumerable.Range(1, 20));
        string result = world.Folder["out.csv"];
        BexRun run = await world.Bex("query", "--csv", csv, "--column", "phone", "--kind", "phone", "--key", "seller_id", "--out", result);
        Assert.Equal(ExitCode.Listed, run.Code);
        string[] lines = File.ReadAllLines(result);
        Assert.Equal("line,seller_id,verdict,category,tier,standing,reason", lines[0]);
        Assert.Equal(21, lines.Length);
        Assert.StartsWith("4,s3,listed,counterfeit,", lines[3]);
        Assert.Equal("2,s1,not-listed,,,,", lines[1]);
        Assert.Contains("1 listed, 19 not-listed. 0 skipped, 20 asked, 0 possibly paid twice.", run.Error);
        Assert.False(File.Exists(result + ".asked"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(result));
        }
    }

    [Fact]
    public async Task Keeps_identifiers_out_of_everything_unless_asked()
    {
        await using CliWorld world = await CliWorld.StartAsync();
        world.Hub.List(TestIds.Phone(2));
        string csv = world.PhonesCsv(Enumerable.Range(1, 5));
        string national = CliWorld.Text(TestIds.Phone(2))[3..];
        string[] query = ["query", "--csv", csv, "--column", "phone", "--kind", "phone"];
        BexRun[] runs =
        [
            await world.Bex(query),
            await world.Bex([.. query, "--json"]),
            await world.Bex([.. query, "--dry-run"]),
            await world.Bex([.. query, "--out", "-"]),
            await world.Bex([.. query, "--out", world.Folder["out.csv"], "--key", "seller_id"]),
            await world.Bex("query", "--applicant", "phone=phone", "--csv", csv),
            await world.Typing(national, "query", "--kind", "phone"),
            await world.Typing(national, "query", "--kind", "phone", "--json"),
        ];
        Assert.All(runs, run => Assert.DoesNotContain(national, run.Everything));
        Assert.Empty(world.FilesWith(national, csv));
        // The same search finds what is put there on purpose.
        BexRun asked = await world.Bex([.. query, "--out", world.Folder["with.csv"], "--with-identifiers"]);
        Assert.Equal([world.Folder["with.csv"]], world.FilesWith(national, csv));
        Assert.DoesNotContain(national, asked.Everything);
        Assert.Contains(",'+86" + national, File.ReadAllText(world.Folder["with.csv"]));
        Assert.Contains(national, (await world.Bex([.. query, "--json", "--with-identifiers"])).Output);
    }

    [Fact]
    public async Task Never_asks_again_for_a_written_verdict()
    {
        await using CliWorld world = await CliWorld.StartAsync();
        world.Hub.List(TestIds.Phone(1), TestIds.Phone(15));
        string csv = world.PhonesCsv(Enumerable.Range(1, 20));
        string result = world.Folder["out.csv"];
        string[] query = ["query", "--csv", csv, "--column", "phone", "--kind", "phone", "--key", "seller_id", "--out", result];
        await world.Bex(query);
        string whole = File.ReadAllText(result);
        string[] rows = whole.Split('\n');
        // As a kill leaves it: nine rows and half of the tenth, and a note that all had been asked.
        File.WriteAllText(result, string.Concat(rows[..10].Select(static row => row + "\n")) + rows[10][..6]);
        File.WriteAllText(result + ".asked", string.Join(' ', Enumerable.Range(2, 20)) + "\n");
        long before = world.Hub.Charged;
        Assert.Equal(ExitCode.Usage, (await world.Bex(query)).Code);
        BexRun resumed = await world.Bex([.. query, "--resume"]);
        Assert.Equal(ExitCode.Listed, resumed.Code);
        Assert.Contains("9 skipped, 11 asked, 11 possibly paid twice", resumed.Error);
        Assert.Equal(16, world.Hub.Charged - before);
        Assert.Equal(whole, File.ReadAllText(result));
        long after = world.Hub.Charged;
        Assert.Contains("20 skipped, 0 asked, 0 possibly", (await world.Bex([.. query, "--resume"])).Error);
        Assert.Equal(after, world.Hub.Charged);
    }

    [Fact]
    public async Task Asks_again_for_what_has_no_certain_verdict_and_keeps_one_row_a_line()
    {
        await using CliWorld world = await CliWorld.StartAsync();
        string csv = world.PhonesCsv(Enumerable.Range(1, 6));
        File.AppendAllText(csv, "s7,bad,1.39E+10\n");
        string result = world.Folder["out.csv"];
        string[] query = ["query", "--csv", csv, "--column", "phone", "--kind", "phone", "--out", result];
        world.Hub.ExhaustBudget(IdentifierKind.Phone, "epoch", 3);
        BexRun refused = await world.Bex(query);
        Assert.Equal(ExitCode.Refused, refused.Code);
        Assert.Contains("6 unsure, 1 bad-line", refused.Error);
        world.Hub.RestoreBudgets();
        File.WriteAllText(csv, File.ReadAllText(csv).Replace("1.39E+10", "13912340007", StringComparison.Ordinal));
        BexRun resumed = await world.Bex([.. query, "--resume"]);
        Assert.Equal(ExitCode.Clear, resumed.Code);
        Assert.Equal(8, File.ReadAllLines(result).Length);
        Assert.All(File.ReadAllLines(result).Skip(1), static row => Assert.Contains(",not-listed,", row));
    }

    [Fact]
    public async Task Refuses_to_resume_onto_another_input()
    {
        await using CliWorld world = await CliWorld.StartAsync();
        string result = world.Folder["out.csv"];
        string[] options = ["--column", "phone", "--kind", "phone", "--key", "seller_id", "--out", result];
        await world.Bex(["query", "--csv", world.PhonesCsv([1, 2, 3]), .. options]);
        BexRun other = await world.Bex(["query", "--csv", world.PhonesCsv([1, 3, 2], "other.csv"), .. options, "--resume"]);
        Assert.Equal(ExitCode.Usage, other.Code);
        Assert.Contains("Line 3", other.Error);
    }

    [Fact]
    public async Task Stops_asking_when_the_hub_goes_away_and_takes_up_the_rest_later()
    {
        await using CliWorld world = await CliWorld.StartAsync();
        string csv = world.Folder.Write("a.csv", "id,phone\n" + string.Concat(Enumerable.Range(1, 300).Select(static number => $"a{number},{CliWorld.Text(TestIds.Phone(number % 7))}\n")));
        string[] query = ["query", "--csv", csv, "--applicant", "phone=phone", "--key", "id", "--out", world.Folder["out.csv"]];
        world.Hub.ExhaustBudget(IdentifierKind.Phone, "epoch");
        BexRun stopped = await world.Bex(query);
        Assert.Equal(ExitCode.Refused, stopped.Code);
        Assert.Contains("44 lines were not asked; run the same command with --resume", stopped.Error);
        world.Hub.RestoreBudgets();
        Assert.Equal(ExitCode.Clear, (await world.Bex([.. query, "--resume"])).Code);
        Assert.Equal(301, File.ReadAllLines(world.Folder["out.csv"]).Length);
    }

    [Fact]
    public async Task Returns_strong_or_weak_for_an_applicant_and_why()
    {
        await using CliWorld world = await CliWorld.StartAsync();
        world.Hub.List(TestIds.Phone(1));
        world.Hub.List(TestIds.ResidentId(2));
        string csv = world.Folder.Write("a.csv", "id,tel,id_no\n"
            + $"lone,{CliWorld.Text(TestIds.Phone(1))},{CliWorld.Text(TestIds.ResidentId(9))}\n"
            + $"sure,{CliWorld.Text(TestIds.Phone(8))},{CliWorld.Text(TestIds.ResidentId(2))}\n"
            + $"none,{CliWorld.Text(TestIds.Phone(7))},\n"
            + "bad,,110105194912310021\n"
            + "void,,\n");
        BexRun run = await world.Bex("query", "--csv", csv, "--applicant", "phone=tel,resident-id=id_no", "--key", "id", "--out", "-");
        Assert.Equal(ExitCode.Listed, run.Code);
        string[] rows = run.Output.Split('\n');
        Assert.Equal("line,id,verdict,strength,reason", rows[0]);
        Assert.StartsWith("2,lone,listed,weak,", rows[1]);
        Assert.StartsWith("3,sure,listed,strong,", rows[2]);
        Assert.StartsWith("4,none,not-listed,none,", rows[3]);
        Assert.StartsWith("5,bad,bad-line,,", rows[4]);
        Assert.Contains("looks fabricated", rows[4]);
        Assert.StartsWith("6,void,bad-line,,", rows[5]);
    }

    [Fact]
    public async Task Returns_cost_and_budget_and_asks_nothing_in_a_dry_run()
    {
        await using CliWorld world = await CliWorld.StartAsync();
        string csv = world.PhonesCsv([1, 2, 3, 3, 2]);
        File.AppendAllText(csv, "s9,x,12\n");
        string[] query = ["query", "--csv", csv, "--column", "phone", "--kind", "phone", "--dry-run", "--json"];
        BexRun run = await world.Bex(query);
        Assert.Equal(ExitCode.BadLines, run.Code);
        JsonNode answer = JsonNode.Parse(run.Output)!;
        Assert.Equal((5, 4L, 3L), (answer["rows"]!.GetValue<int>(), answer["units"]!.GetValue<long>(), answer["cost"]![0]!["identifiers"]!.GetValue<long>()));
        Assert.Equal(0, world.Hub.Charged);
        world.Hub.ExhaustBudget(IdentifierKind.Phone, "day", 3);
        Assert.Equal(ExitCode.Refused, (await world.Bex(query)).Code);
    }

    [Fact]
    public async Task Returns_one_json_object_a_line_and_a_summary()
    {
        await using CliWorld world = await CliWorld.StartAsync();
        world.Hub.List(TestIds.Phone(2));
        BexRun run = await BexRun.With(["query", "--kind", "phone", "-", "--json", "--profile", world.Profile], Encoding.UTF8.GetBytes($"{CliWorld.Text(TestIds.Phone(1))}\nx\n{CliWorld.Text(TestIds.Phone(2))}\n"));
        JsonNode[] lines = [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line)!)];
        Assert.Equal(["not-listed", "bad-line", "listed"], lines[..3].OrderBy(static line => line["line"]!.GetValue<int>()).Select(static line => line["verdict"]!.GetValue<string>()));
        Assert.Equal(ExitCode.Listed, lines[3]["summary"]!["exit_code"]!.GetValue<int>());
    }

    [Fact]
    public async Task Returns_a_table_of_80_columns_with_chinese_keys()
    {
        await using CliWorld world = await CliWorld.StartAsync();
        world.Hub.List(TestIds.Phone(1));
        string csv = world.Folder.Write("c.csv", $"店铺,电话\n北京市朝阳区某某文化用品专营店（旗舰店）官方授权,{CliWorld.Text(TestIds.Phone(1))}\n");
        BexRun run = await world.Bex("query", "--csv", csv, "--column", "电话", "--kind", "phone", "--key", "店铺");
        Assert.Contains("北京", run.Output);
        Assert.All(run.Output.Split('\n'), static line => Assert.InRange(BlacklistExchange.Cli.Terminal.DisplayWidth.Of(line), 0, 80));
    }

    [Fact]
    public async Task Keeps_a_key_that_a_spreadsheet_would_run_from_running()
    {
        await using CliWorld world = await CliWorld.StartAsync();
        string csv = world.Folder.Write("c.csv", $"k,p\n\"=cmd|' /C calc'!A0\",{CliWorld.Text(TestIds.Phone(1))}\n");
        string[] query = ["query", "--csv", csv, "--column", "p", "--kind", "phone", "--key", "k", "--out", world.Folder["o.csv"]];
        await world.Bex(query);
        Assert.StartsWith("2,'=cmd|", File.ReadAllLines(world.Folder["o.csv"])[1]);
        Assert.Contains("1 skipped", (await world.Bex([.. query, "--resume"])).Error);
    }

    [Fact]
    public async Task Refuses_line_7_of_10000_and_checks_the_rest()
    {
        using TemporaryFolder folder = new();
        string csv = folder.Write("big.csv", "n,phone\n" + string.Concat(Enumerable.Range(2, 9_999).Select(static line =>
            line == 7 ? "\"never closed,13912345678\n" : string.Create(CultureInfo.InvariantCulture, $"{line},137{25010000 + line}\n"))));
        BexRun run = await BexRun.Async("identifier", "check", "--kind", "phone", "--csv", csv, "--column", "phone", "--quiet");
        Assert.Equal(ExitCode.BadLines, run.Code);
        Assert.StartsWith("line 7: ", run.Output);
        Assert.Single(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("9998 in canonical form, 1 bad", run.Error);
    }
}
