using System.Text.Json.Nodes;
using BlacklistExchange.Cli;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Client.Tests.Cli.Cases;

public sealed class ReportCommandTests
{
    private const string Header = "case_id,kind,namespace,identifier,category,evidence_type,observed,right,basis,notice_served,complainant,evidence_file\n";

    [Fact]
    public async Task Files_each_case_once_however_often_it_runs()
    {
        await using CliWorld world = await CliWorld.StartAsync();
        string csv = world.Folder.Write("cases.csv", Header
            + $"C-1,phone,,{Phone(1)},counterfeit,administrative-decision,2020-02,trademark:CN:1234567,,yes,,proof.zip\n"
            + $"C-2,phone,,{Phone(3)},trademark,platform-adjudication,2020-01,,on-notice,no,91110000MA00000000,\n"
            + $"C-1,seller-account,jd-mall,shop-7,,,,,,,,\n");
        world.Folder.Write("proof.zip", "evidence");
        BexRun first = await world.Bex("report", csv, "--receipts", world.Folder["r.csv"]);
        Assert.Equal(ExitCode.Clear, first.Code);
        string[] rows = File.ReadAllLines(world.Folder["r.csv"]);
        Assert.Equal("case_id,report_id,item,list,epoch,kind,tag,outcome,state", rows[0]);
        Assert.Equal(["C-1", "C-1", "C-2"], rows.Skip(1).Select(static row => row.Split(',')[0]));
        Assert.Equal(["phone", "seller-account", "phone"], rows.Skip(1).Select(static row => row.Split(',')[5]));
        long charged = world.Hub.Charged;
        BexRun second = await world.Bex("report", csv, "--receipts", world.Folder["r2.csv"]);
        Assert.Equal(ExitCode.Clear, second.Code);
        Assert.Equal(File.ReadAllText(world.Folder["r.csv"]), File.ReadAllText(world.Folder["r2.csv"]));
        Assert.Equal(charged, world.Hub.Charged);
        Assert.Equal(ExitCode.Usage, (await world.Bex("report", csv, "--receipts", world.Folder["r.csv"])).Code);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(world.Folder["r.csv"]));
        }
    }

    [Fact]
    public async Task Keeps_identifiers_out_of_output_receipts_and_vault()
    {
        await using CliWorld world = await CliWorld.StartAsync();
        string csv = world.Folder.Write("cases.csv", Header + $"C-1,phone,,{Phone(1)},counterfeit,court-decision,2020-02,,,,,\nC-2,phone,,{Phone(2)}x,counterfeit,court-decision,2020-02,,,,,\n");
        BexRun[] runs = [await world.Bex("report", csv, "--dry-run"), await world.Bex("report", csv, "--receipts", world.Folder["r.csv"]), await world.Bex("report", csv, "--json")];
        Assert.All(runs, static run => Assert.DoesNotContain(Phone(1)[3..], run.Everything));
        Assert.All(runs, static run => Assert.DoesNotContain(Phone(2)[3..], run.Everything));
        Assert.Equal([csv], world.FilesWith(Phone(1)[3..]));
    }

    [Fact]
    public async Task Keeps_a_case_whole_when_one_of_its_lines_is_bad()
    {
        await using CliWorld world = await CliWorld.StartAsync();
        string good = $"phone,,{Phone(1)},counterfeit,court-decision,2020-02,,,,,\n";
        string csv = world.Folder.Write("cases.csv", Header
            + $"half,{good}"
            + "half,phone,,1.39E+10,,,,,,,,\n"
            + $"whole,phone,,{Phone(2)},counterfeit,court-decision,2020-02,,,,,\n"
            + "whole,phone,,\"never closed\n"
            + $"after,phone,,{Phone(3)},counterfeit,court-decision,2020-02,,,,,\n"
            + $"sound,phone,,{Phone(4)},counterfeit,court-decision,2020-02,,,,,\n"
            + $"future,phone,,{Phone(5)},forgery,court-decision,2999-01,,on-notice,,,\n"
            + $",phone,,{Phone(6)},counterfeit,court-decision,2020-02,,,,,\n");
        BexRun run = await world.Bex("report", csv, "--json");
        Assert.Equal(ExitCode.BadLines, run.Code);
        JsonNode[] lines = [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line)!)];
        Assert.Equal("sound", lines[0]["case_id"]!.GetValue<string>());
        Assert.Equal((6 - 1, 1, 4), (lines[1]["summary"]!["cases"]!.GetValue<int>(), lines[1]["summary"]!["filed"]!.GetValue<int>(), lines[1]["summary"]!["waiting"]!.GetValue<int>()));
        foreach (string expected in new[] { "line 3: excel.scientific", "line 5: line: ", "line 8: category: one of", "line 8: observed:", "line 8: complainant:", "line 9: case_id:" })
        {
            Assert.Contains(expected, run.Error);
        }
    }

    [Fact]
    public async Task Sends_acknowledged_reports_again_and_says_what_became_of_them()
    {
        await using CliWorld world = await CliWorld.StartAsync();
        string csv = world.Folder.Write("cases.csv", Header + $"C-1,phone,,{Phone(1)},counterfeit,court-decision,2020-02,,,,,\nC-2,phone,,{Phone(2)},counterfeit,court-decision,2020-02,,,,,\n");
        Assert.Equal(ExitCode.Clear, (await world.Bex("report", csv)).Code);
        long charged = world.Hub.Charged;
        BexRun again = await world.Bex("report", "--resend", "--json");
        Assert.Equal(ExitCode.Clear, again.Code);
        JsonNode[] lines = [.. again.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line)!)];
        Assert.Equal(["known", "known"], lines[..2].Select(static line => line["outcome"]!.GetValue<string>()));
        Assert.Equal((2, 0, 0), (Counted("known"), Counted("filed_anew"), Counted("not_tried")));
        Assert.Equal(charged, world.Hub.Charged);
        Assert.Contains("0 reports known", (await world.Bex("report", "--resend", "--since", "2999-01-01")).Output);
        foreach (string[] wrong in new string[][] { ["report"], ["report", csv, "--resend"], ["report", csv, "--since", "2020-01-01"], ["report", "--resend", "--since", "soon"] })
        {
            Assert.Equal(ExitCode.Usage, (await world.Bex(wrong)).Code);
        }

        int Counted(string outcome) => lines[2]["summary"]![outcome]!.GetValue<int>();
    }

    [Fact]
    public async Task Refuses_a_changed_case_under_the_same_case_id()
    {
        await using CliWorld world = await CliWorld.StartAsync();
        string csv = world.Folder.Write("cases.csv", Header + $"C-1,phone,,{Phone(1)},counterfeit,court-decision,2020-02,,,,,\n");
        Assert.Equal(ExitCode.Clear, (await world.Bex("report", csv)).Code);
        world.Folder.Write("cases.csv", Header + $"C-1,phone,,{Phone(2)},counterfeit,court-decision,2020-02,,,,,\nC-2,phone,,{Phone(3)},counterfeit,court-decision,2020-02,,,,,\n");
        BexRun run = await world.Bex("report", csv);
        Assert.Equal(ExitCode.BadLines, run.Code);
        Assert.Contains("another case_id", run.Error);
        Assert.Contains("1 cases filed", run.Error);
    }

    [Fact]
    public async Task Returns_cost_and_outcome_of_a_dry_run_and_files_nothing()
    {
        await using CliWorld world = await CliWorld.StartAsync();
        string csv = world.Folder.Write("cases.csv", Header + $"案件-1,phone,,{Phone(1)},counterfeit,platform-adjudication,2020-02,,,,,\n");
        BexRun run = await world.Bex("report", csv, "--dry-run");
        Assert.Equal(ExitCode.Clear, run.Code);
        Assert.Contains("案件-1", run.Output);
        Assert.Contains("1 cases, 1 items, 4 units", run.Output);
        Assert.Equal(0, world.Hub.Charged);
        Assert.DoesNotContain(world.Hub.Requests, static request => request.Path == BlacklistExchange.Protocol.Wire.Routes.Reports);
    }

    [Fact]
    public async Task Withdraws_what_was_reported()
    {
        await using CliWorld world = await CliWorld.StartAsync();
        string csv = world.Folder.Write("cases.csv", Header + $"C-1,phone,,{Phone(1)},counterfeit,court-decision,2020-02,,,,,\n");
        JsonNode filed = JsonNode.Parse((await world.Bex("report", csv, "--json")).Output.Split('\n')[0])!;
        string id = filed["report_id"]!.GetValue<string>();
        BexRun run = await world.Bex("retract", id, "--item", "0", "--json");
        Assert.Equal(ExitCode.Clear, run.Code);
        Assert.Equal(filed["items"]![0]!["tag"]!.GetValue<string>(), JsonNode.Parse(run.Output)!["items"]![0]!["tag"]!.GetValue<string>());
        Assert.Equal(ExitCode.Refused, (await world.Bex("retract", Guid.NewGuid().ToString())).Code);
        Assert.Equal(ExitCode.Usage, (await world.Bex("retract", "nonsense")).Code);
    }

    [Fact]
    public async Task Carries_reports_into_a_new_epoch()
    {
        await using CliWorld world = await CliWorld.StartAsync();
        string csv = world.Folder.Write("cases.csv", Header + $"C-1,phone,,{Phone(1)},counterfeit,court-decision,2020-02,,,,,\n");
        await world.Bex("report", csv);
        uint epoch = world.Hub.OpenEpoch();
        await world.Bex("sync");
        BexRun run = await world.Bex("renew", "--json");
        Assert.Equal(ExitCode.Clear, run.Code);
        JsonNode answer = JsonNode.Parse(run.Output)!;
        Assert.Equal((epoch, 1), (answer["epoch"]!.GetValue<uint>(), answer["renewed"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Stops_and_says_what_was_not_tried_when_the_budget_is_spent()
    {
        await using CliWorld world = await CliWorld.StartAsync();
        world.Hub.ExhaustBudget(IdentifierKind.Phone, "epoch");
        string csv = world.Folder.Write("cases.csv", Header + string.Concat(Enumerable.Range(1, 20).Select(static number => $"C-{number},phone,,{Phone(number)},counterfeit,court-decision,2020-02,,,,,\n")));
        BexRun run = await world.Bex("report", csv);
        Assert.Equal(ExitCode.Refused, run.Code);
        Assert.Contains("16 failed, 4 not tried", run.Error);
        world.Hub.RestoreBudgets();
        Assert.Contains("20 cases filed", (await world.Bex("report", csv)).Error);
    }

    private static string Phone(int number) => CliWorld.Text(TestIds.Phone(number));
}
