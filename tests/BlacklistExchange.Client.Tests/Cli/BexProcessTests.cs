using System.Text;
using BlacklistExchange.Cli;

namespace BlacklistExchange.Client.Tests.Cli;

public sealed class BexProcessTests
{
    [Fact]
    public async Task Documents_its_exit_codes_and_commands()
    {
        BexRun run = await BexProcess.RunAsync(["--help"]);
        Assert.Equal(0, run.Code);
        Assert.Contains(ExitCode.Table.Split('\n')[1].Trim(), run.Output);
        foreach (string command in new[] { "query", "report", "retract", "sync", "budget", "renew", "doctor", "profile", "identifier" })
        {
            Assert.Contains($"  {command} ", run.Output);
        }
    }

    [Fact]
    public async Task Queries_reports_and_answers_over_the_network_as_a_process()
    {
        await using CliWorld world = await CliWorld.StartAsync();
        world.Hub.List(TestIds.Phone(1));
        Dictionary<string, string> variables = new() { ["BEX_PROFILE"] = world.Profile };
        Encoding gb = CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!;
        string csv = world.Folder.Write("in.csv", gb.GetBytes($"店铺,电话\n张三的店,{CliWorld.Text(TestIds.Phone(1))}\n李四的店,{CliWorld.Text(TestIds.Phone(2))}\n"));
        BexRun listed = await BexProcess.RunAsync(["query", "--csv", csv, "--column", "电话", "--kind", "phone", "--key", "店铺", "--out", "-"], variables: variables);
        Assert.Equal(ExitCode.Listed, listed.Code);
        Assert.Contains("2,张三的店,listed,", listed.Output);
        Assert.Contains("3,李四的店,not-listed,", listed.Output);
        Assert.DoesNotContain('\u001b', listed.Everything);
        BexRun clear = await BexProcess.RunAsync(["query", "--kind", "phone", "-"], Encoding.UTF8.GetBytes(CliWorld.Text(TestIds.Phone(2)) + "\n"), variables);
        Assert.Equal(ExitCode.Clear, clear.Code);
        Assert.Equal(ExitCode.Clear, (await BexProcess.RunAsync(["doctor"], variables: variables)).Code);
    }

    [Theory]
    [InlineData("-INT", 130)]
    [InlineData("-KILL", 137)]
    public async Task Keeps_what_was_written_when_it_is_stopped_and_takes_up_the_rest(string signal, int code)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        await using CliWorld world = await CliWorld.StartAsync();
        string csv = world.Folder.Write("a.csv", "id,phone\n" + string.Concat(Enumerable.Range(1, 300).Select(static number => $"a{number},{CliWorld.Text(TestIds.Phone(number))}\n")));
        string[] query = ["query", "--csv", csv, "--applicant", "phone=phone", "--key", "id", "--out", world.Folder["out.csv"], "--profile", world.Profile];
        TaskCompletionSource second = new(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Hub.BeforeAnswer = async _ =>
        {
            if (File.Exists(world.Folder["out.csv"]) && File.ReadAllLines(world.Folder["out.csv"]).Length > 1)
            {
                second.TrySetResult();
                await Task.Delay(TimeSpan.FromSeconds(2));
            }
        };
        BexRun stopped = await BexProcess.RunAsync(query, async process =>
        {
            await second.Task;
            using System.Diagnostics.Process kill = System.Diagnostics.Process.Start("kill", [signal, process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
        });
        world.Hub.BeforeAnswer = null;
        Assert.Equal(code, stopped.Code);
        int written = File.ReadAllLines(world.Folder["out.csv"]).Length - 1;
        Assert.Equal(256, written);
        BexRun resumed = await BexRun.Async([.. query, "--resume"]);
        Assert.Equal(ExitCode.Clear, resumed.Code);
        Assert.Contains("300 not-listed. 256 skipped, 44 asked, 44 possibly paid twice, at most 256 units.", resumed.Error);
        Assert.Equal(Enumerable.Range(2, 300), File.ReadAllLines(world.Folder["out.csv"]).Skip(1).Select(static row => int.Parse(row.Split(',')[0], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Refuses_usage_and_missing_profiles_without_a_stack_trace()
    {
        using TemporaryFolder folder = new();
        Dictionary<string, string> variables = new() { ["HOME"] = folder.Path, ["XDG_CONFIG_HOME"] = "" };
        BexRun none = await BexProcess.RunAsync(["query", "--kind", "phone", "-"], "13817264935\n"u8.ToArray(), variables);
        Assert.Equal(ExitCode.Usage, none.Code);
        Assert.Contains("profile init", none.Error);
        BexRun usage = await BexProcess.RunAsync(["query", "--nonsense"], variables: variables);
        Assert.Equal(ExitCode.Usage, usage.Code);
        Assert.DoesNotContain("   at ", none.Everything + usage.Everything);
    }
}
