using BlacklistExchange.Agent.Shadow;
using BlacklistExchange.Agent.Storage;
using BlacklistExchange.Client.Testing;
using BlacklistExchange.Client.Tests;
using BlacklistExchange.Protocol.Entries;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace BlacklistExchange.Agent.Tests.Shadow;

/// <summary>What is counted, in which week, and for how long.</summary>
public sealed class WeekLedgerTests
{
    [Fact]
    public async Task Returns_hits_by_ground_and_strength_and_why_others_are_unsure()
    {
        await using AgentWorld world = await ShadowWorld.StartAsync(listed: [TestIds.Phone(1), TestIds.ResidentId(1)]);
        world.Hub.Put(new FakeEntry { Tier = EvidenceTier.Adjudicated }, TestIds.Phone(2));
        await ShadowWorld.CheckAsync(world, "strong", TestIds.Phone(1), TestIds.ResidentId(1));
        await ShadowWorld.CheckAsync(world, "weak", TestIds.Phone(2), TestIds.Seller(2));
        await ShadowWorld.CheckAsync(world, "clear", TestIds.Phone(3));
        await ShadowWorld.WrittenAsync(world, 3);
        Assert.Equal(202, (await world.PostAsync("/v1/check", """{"identifiers":[{"kind":"phone","value":"12"}],"purpose":"sign-up"}""")).Status);
        await ShadowWorld.WrittenAsync(world, 4);

        WeekFigures total = ShadowWorld.Total(world);
        Assert.Equal((4, 0, 6, 1), (total[FigureNames.Checks], total[FigureNames.NotMeasured], total[FigureNames.Identifiers], total[FigureNames.WouldRefuse]));
        Assert.Equal([("adjudicated.weak", 1), ("official.strong", 1)], total.Below(FigureNames.HitPrefix));
        Assert.Equal([("identifier-refused", 1)], total.Below(FigureNames.UnsurePrefix));
        Assert.Equal((1, 1, 1), (total.Agreement(Finding.Strong, Outcome.Undecided), total.Agreement(Finding.Weak, Outcome.Undecided), total.Agreement(Finding.Clear, Outcome.Undecided)));
        Assert.NotNull(total.Latency(0.5));
    }

    [Fact]
    public async Task Keeps_feedback_and_check_together_whichever_comes_first_and_the_last_word()
    {
        await using AgentWorld world = await ShadowWorld.StartAsync(listed: [TestIds.ResidentId(1), TestIds.ResidentId(2), TestIds.ResidentId(3)]);
        await ShadowWorld.TellAsync(world, "before", "expelled");
        Assert.Equal(1, ShadowWorld.Total(world).Agreement(Finding.Unchecked, Outcome.Expelled));
        await ShadowWorld.CheckAsync(world, "before", TestIds.ResidentId(1));
        await ShadowWorld.CheckAsync(world, "after", TestIds.ResidentId(2));
        await ShadowWorld.CheckAsync(world, "unknown", TestIds.ResidentId(9));
        await ShadowWorld.CheckAsync(world, "wrong", TestIds.ResidentId(3));
        await ShadowWorld.WrittenAsync(world, 4);
        await ShadowWorld.TellAsync(world, "after", "expelled");
        await ShadowWorld.TellAsync(world, "after", "expelled");
        await ShadowWorld.TellAsync(world, "unknown", "expelled");
        await ShadowWorld.TellAsync(world, "wrong", "expelled");
        await ShadowWorld.TellAsync(world, "wrong", "false-positive");

        WeekFigures total = ShadowWorld.Total(world);
        Assert.Equal((new Share(2, 3), new Share(2, 3), new Share(1, 1), new Share(2, 3)), (total.Precision, total.StrongPrecision, total.Friction, total.Recall));
        Assert.Equal((0, 4, 1), (total.Agreement(Finding.Unchecked, Outcome.Expelled), total[FigureNames.Told(Outcome.Expelled)], total[FigureNames.Told(Outcome.FalsePositive)]));

        // Clear at first and listed later: one applicant, in the place of what was found at last.
        await ShadowWorld.CheckAsync(world, "unknown", TestIds.ResidentId(2));
        await ShadowWorld.WrittenAsync(world, 5);
        Assert.Equal((3, 0), (ShadowWorld.Total(world).Agreement(Finding.Strong, Outcome.Expelled), ShadowWorld.Total(world).Agreement(Finding.Clear, Outcome.Expelled)));
    }

    [Fact]
    public async Task Keeps_weeks_apart_and_an_applicant_in_the_week_of_its_check()
    {
        ClockAt clock = new();
        await using AgentWorld world = await ShadowWorld.StartAsync(clock, TestIds.ResidentId(1));
        await ShadowWorld.CheckAsync(world, "one", TestIds.ResidentId(1));
        await ShadowWorld.WrittenAsync(world, 1);
        clock.Offset = TimeSpan.FromDays(7);
        await ShadowWorld.TellAsync(world, "one", "expelled");
        await ShadowWorld.CheckAsync(world, "two", TestIds.Phone(12));
        await ShadowWorld.WrittenAsync(world, 2);

        IReadOnlyList<WeekFigures> weeks = ShadowWorld.Weeks(world);
        Assert.Equal([MeasureRules.WeekOf(clock.GetUtcNow().AddDays(-7)), MeasureRules.WeekOf(clock.GetUtcNow())], weeks.Select(static week => week.Week));
        Assert.Equal((1, 1, 0), (weeks[0][FigureNames.Checks], weeks[0].Agreement(Finding.Strong, Outcome.Expelled), weeks[0][FigureNames.Told(Outcome.Expelled)]));
        Assert.Equal((1, 0, 1), (weeks[1][FigureNames.Checks], weeks[1].Agreement(Finding.Strong, Outcome.Expelled), weeks[1][FigureNames.Told(Outcome.Expelled)]));
    }

    [Fact]
    public async Task Keeps_counts_over_a_restart_and_forgets_applicants_after_26_weeks()
    {
        ClockAt clock = new();
        await using AgentWorld world = await ShadowWorld.StartAsync(clock, TestIds.ResidentId(1));
        await ShadowWorld.CheckAsync(world, "one", TestIds.ResidentId(1));
        await ShadowWorld.WrittenAsync(world, 1);
        await world.RestartAsync();
        await ShadowWorld.TellAsync(world, "one", "expelled");
        Assert.Equal((1, 1), (ShadowWorld.Total(world)[FigureNames.Checks], ShadowWorld.Total(world).Agreement(Finding.Strong, Outcome.Expelled)));

        clock.Offset = TimeSpan.FromDays((26 * 7) - 2);
        await ShadowWorld.TellAsync(world, "two", "kept");
        Assert.Equal(2, Remembered(world));
        clock.Offset = TimeSpan.FromDays((26 * 7) + 2);
        await ShadowWorld.TellAsync(world, "two", "kept");
        Assert.Equal(1, Remembered(world));
        Assert.Equal(1, ShadowWorld.Total(world).Agreement(Finding.Strong, Outcome.Expelled));
    }

    [Fact]
    public async Task Returns_live_checks_apart_and_only_those_with_an_id()
    {
        await using AgentWorld world = await AgentWorld.StartAsync(listed: TestIds.ResidentId(1));
        await world.CheckAsync(TestIds.Phone(1));
        (int status, System.Text.Json.Nodes.JsonNode answer) = await world.PostAsync("/v1/check", ShadowWorld.Request("one", TestIds.ResidentId(1)));
        Assert.Equal((200, "listed"), (status, (string)answer["verdict"]!));
        await ShadowWorld.TellAsync(world, "one", "confirmed");
        WeekFigures live = ShadowWorld.Total(world, Mode.Live);
        Assert.Equal((1, 1, new Share(1, 1)), (live[FigureNames.Checks], live[FigureNames.WouldRefuse], live.Precision));
        Assert.Empty(ShadowWorld.Weeks(world));
    }

    [Theory]
    [InlineData("2027-01-03T23:59:59Z", "2026-W53")]
    [InlineData("2027-01-04T00:00:00Z", "2027-W01")]
    [InlineData("2027-01-04T07:59:59+08:00", "2026-W53")]
    [InlineData("2024-12-30T00:00:00Z", "2025-W01")]
    public void Returns_the_iso_week_in_utc(string time, string week) => Assert.Equal(week, MeasureRules.WeekOf(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture)));

    private static long Remembered(AgentWorld world) => world.Services.GetRequiredService<AgentDatabase>().Read(static connection => connection.ExecuteScalar<long>("SELECT count(*) FROM measured_applicant"));
}
