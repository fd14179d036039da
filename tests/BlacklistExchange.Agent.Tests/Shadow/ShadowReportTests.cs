using System.Text.Json.Nodes;
using BlacklistExchange.Agent.Shadow;
using BlacklistExchange.Client.Tests;

namespace BlacklistExchange.Agent.Tests.Shadow;

/// <summary><c>bex-agent shadow-report</c>, beside a real agent and alone.</summary>
public sealed class ShadowReportTests
{
    [Fact]
    public async Task Returns_what_a_running_agent_found_and_the_units_that_the_hub_charged()
    {
        await using AgentWorld world = await AgentWorld.StartAsync(listed: TestIds.ResidentId(1));
        string socket = world.Folder["shadow.sock"];
        using AgentProcess agent = await AgentProcess.StartAsync("serve", "--profile", world.Profile, "--list", world.Hub.ListName, "--shadow", "--socket", socket);
        using HttpClient http = AgentWorld.Over(socket);
        Assert.Equal(202, (await AgentWorld.SendAsync(http, HttpMethod.Post, "/v1/check", ShadowWorld.Request("one", TestIds.ResidentId(1), TestIds.Phone(1)))).Status);
        await Waiting.UntilAsync(async () => (await JsonAsync(world))["total"]!["checks"]!.GetValue<long>() == 1);
        Assert.Equal(204, (await AgentWorld.SendAsync(http, HttpMethod.Post, "/v1/feedback", """{"id":"one","outcome":"expelled"}""")).Status);

        JsonNode total = (await JsonAsync(world))["total"]!;
        Assert.Equal((1, 1, 1), ((long)total["hits"]!["official"]!["strong"]!, (long)total["agreement"]!["strong"]!["expelled"]!, (long)total["precision"]!["part"]!));
        Assert.Equal((world.Hub.Charged, 2), ((long)total["units"]!, (long)total["evaluated"]!));
        Assert.Null(total["precision"]!["share"]);

        TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Hub.BeforeAnswer = _ => held.Task;
        for (int number = 5; number < 8; number++)
        {
            await AgentWorld.SendAsync(http, HttpMethod.Post, "/v1/check", AgentWorld.Request(TestIds.Phone(number)));
        }
        Assert.Equal(0, (await agent.EndAsync()).Code);
        held.SetResult();
        total = (await JsonAsync(world))["total"]!;
        Assert.Equal((4, 3), ((long)total["checks"]!, (long)total["not_measured"]!));
    }

    [Fact]
    public async Task Refuses_bad_command_lines_and_a_profile_without_figures()
    {
        await using AgentWorld world = await AgentWorld.StartAsync();
        string[] serve = ["serve", "--profile", world.Profile, "--list", world.Hub.ListName, "--socket", world.Folder["x.sock"]];
        (int code, string text) = await AgentProcess.RunAsync([.. serve, "--shadow", "--on-uncertain", "open"]);
        Assert.Equal(2, code);
        Assert.Contains("leave --on-uncertain away", text, StringComparison.Ordinal);
        (code, text) = await AgentProcess.RunAsync(serve);
        Assert.Equal(2, code);
        Assert.Contains("--on-uncertain open or closed", text, StringComparison.Ordinal);
        Assert.Equal(2, (await AgentProcess.RunAsync("shadow-report", "--profile", world.Profile, "--list", "../x")).Code);
        Assert.Equal(2, (await AgentProcess.RunAsync("shadow-report", "--profile", world.Profile, "--list", "sellers", "--weeks", "0")).Code);
        (code, text) = await AgentProcess.RunAsync("shadow-report", "--profile", world.Folder["none"], "--list", "sellers");
        Assert.Equal(8, code);
        Assert.Contains("No agent has run", text, StringComparison.Ordinal);
        Assert.False(Directory.Exists(world.Folder["none"]));
    }

    [Fact]
    public void Returns_tables_within_80_columns_and_no_percentage_of_few()
    {
        string text = string.Join('\n', WeekReport.Text("ipr-beijing", Mode.Shadow, [Week("2026-W47", 1), Week("2026-W48", 3)]));
        Assert.All(text.Split('\n'), static line => Assert.InRange(line.Length, 0, 80));
        Assert.Contains("\n2026-W48        6/9        6/6    0/2703", text, StringComparison.Ordinal);
        Assert.Contains("precision    8 of 12 decided hits the member expelled too (too few for a rate)", text, StringComparison.Ordinal);
        Assert.Contains("friction     0 of 3604 kept would have been refused (0.0 per 10,000)", text, StringComparison.Ordinal);
        Assert.Contains("recall hint  8 of 20 that the member expelled were listed (40.0%)", text, StringComparison.Ordinal);
    }

    private static WeekFigures Week(string week, long times) => new(week, new Dictionary<string, long>
    {
        [FigureNames.Checks] = 400_000 * times, [FigureNames.Units] = 1_000_000 * times, [FigureNames.Latency(4)] = 400_000 * times, [FigureNames.LatencyMost] = 17,
        [FigureNames.Hit("official", "strong")] = 2 * times, [FigureNames.Hit("adjudicated", "weak")] = times,
        [FigureNames.Agreement(Finding.Strong, Outcome.Expelled)] = 2 * times, [FigureNames.Agreement(Finding.Weak, Outcome.Kept)] = times,
        [FigureNames.Agreement(Finding.Clear, Outcome.Kept)] = 900 * times, [FigureNames.Agreement(Finding.Clear, Outcome.Expelled)] = 3 * times,
    });

    private static async Task<JsonNode> JsonAsync(AgentWorld world)
    {
        (int code, string text) = await AgentProcess.RunAsync("shadow-report", "--profile", world.Profile, "--list", world.Hub.ListName, "--json");
        Assert.True(code == 0, text);
        return JsonNode.Parse(text)!;
    }
}
