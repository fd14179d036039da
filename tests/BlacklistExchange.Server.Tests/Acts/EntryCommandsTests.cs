using System.CommandLine;
using System.Text;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Tests.Reports;

namespace BlacklistExchange.Server.Tests.Acts;

/// <summary>The verbs as an operator types them, against a running hub.</summary>
public sealed class EntryCommandsTests
{
    [Fact]
    public async Task Returns_a_bulk_act_and_what_stands_behind_a_tag()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        using TempFolder temp = new();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        (TestIdentifier one, TestIdentifier two) = (TestIdentifier.New(), TestIdentifier.New());
        await world.FileAsync(world.Draft(alpha, one));
        Receipt receipt = await world.FileAsync(world.Draft(alpha, two));
        string file = temp.At("acts.csv");
        await File.WriteAllTextAsync(file, $"list,kind,tag,report\n{ReportWorld.List},phone,{one.Tag},\n,,,alpha/{receipt.ReportId}\n");
        string[] act = ["entry", "act", "list", "--file", file, "--ground", "expelled in February", "--reference", "2020-02"];
        (int code, string text, _) = await RunAsync(world, [.. act, "--dry-run"]);
        Assert.Equal((0, true), (code, text.Contains("2 entries, 2 would change; nothing was changed", StringComparison.Ordinal)));
        (code, text, _) = await RunAsync(world, act);
        Assert.Equal((0, true), (code, text.Contains("pending → listed: 2", StringComparison.Ordinal)));
        (code, text, _) = await RunAsync(world, "entry", "show", one.Tag.ToString());
        Assert.Equal(0, code);
        Assert.All(["goods, epoch 1, phone: listed", "tier", "report alpha/", "act list by olivia", "expelled in February (2020-02)"], part =>
            Assert.True(part == "tier" ? text.Contains("official", StringComparison.Ordinal) : text.Contains(part, StringComparison.Ordinal), text));
    }

    [Fact]
    public async Task Refuses_a_bad_file_before_the_hub_is_asked_and_names_the_lines()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        using TempFolder temp = new();
        string file = temp.At("acts.csv");
        await File.WriteAllTextAsync(file, "list,kind,tag\ngoods,phone\ngoods,phone,00\n", Encoding.UTF8);
        (int code, _, string error) = await RunAsync(world, "entry", "act", "list", "--file", file, "--ground", "g", "--reference", "r");
        Assert.Equal(ExitCodes.Setup, code);
        Assert.Contains("line 2: it has 2 fields, the header 3", error, StringComparison.Ordinal);
        (code, _, error) = await RunAsync(world, "entry", "act", "list", "--list", "goods", "--kind", "phone", "--tag", TestIdentifier.New().Tag.ToString(), "--ground", "g", "--reference", "r");
        Assert.Equal(ExitCodes.Refused, code);
        Assert.Contains("only what was reported can be acted on", error, StringComparison.Ordinal);
        (code, _, error) = await RunAsync(world, "entry", "show", "xyz");
        Assert.Equal(ExitCodes.Refused, code);
        Assert.Contains("64 hexadecimal digits", error, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Out, string Error)> RunAsync(ReportWorld world, params string[] arguments)
    {
        RootCommand root = new("test");
        root.Options.Add(ConsoleOptions.Data);
        root.Options.Add(ConsoleOptions.Operator);
        root.Options.Add(ConsoleOptions.Json);
        Slices.AddVerbs(root);
        using StringWriter output = new();
        using StringWriter error = new();
        int code = await root.Parse([.. arguments, "--data", world.Hub.Folder.Path]).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
