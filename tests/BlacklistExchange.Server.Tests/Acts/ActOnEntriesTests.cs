using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Server.Acts;
using BlacklistExchange.Server.Entries;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Tests.Reports;

namespace BlacklistExchange.Server.Tests.Acts;

public sealed class ActOnEntriesTests
{
    [Fact]
    public async Task Returns_listed_at_once_with_the_official_tier()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        TestIdentifier phone = TestIdentifier.New();
        await world.FileAsync(world.Draft(await world.Hub.EnrolAsync("alpha"), phone));
        ActResponse done = await world.ActAsync("list", phone);
        Assert.Equal((1, 1, 1), (done.Targets, done.Entries, done.Changed));
        Assert.Equal([new ActTransition("pending", "listed", 1)], done.Transitions);
        Label label = phone.Open((await world.EntryAsync(phone)).SealedLabel);
        Assert.Equal((EntryStatus.Listed, EvidenceTier.Official, (byte)1), (label.Status, label.Tier, label.ReporterBucket));
        Assert.Equal(0, (await world.ActAsync("list", phone)).Changed);
        Assert.Equal((1, 2), (await world.CountAsync("act"), await world.CountAsync("audit WHERE verb = 'entry act list' AND actor = 'olivia'")));
    }

    [Fact]
    public async Task Returns_every_entry_of_a_report_and_each_entry_once()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        TestIdentifier[] phones = [TestIdentifier.New(), TestIdentifier.New(), TestIdentifier.New()];
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        Receipt receipt = await world.FileAsync(world.Draft(alpha, phones));
        await world.RetractedAsync(alpha, receipt.ReportId, 2);
        ActTarget report = new(2, "expelled", "R-7", Report: $"alpha/{receipt.ReportId}");
        ActResponse done = await world.ActAsync("list", false, report, ReportWorld.Target(phones[0], 3));
        Assert.Equal((2, 2, 2), (done.Targets, done.Entries, done.Changed));
        Assert.Equal(EntryState.Retracted, (await world.EntryAsync(phones[2])).State);
    }

    [Fact]
    public async Task Returns_what_would_change_and_changes_nothing_on_a_dry_run()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        (TestIdentifier pending, TestIdentifier watched) = (TestIdentifier.New(), TestIdentifier.New());
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        await world.FileAsync(world.Draft(alpha, pending));
        await world.FileAsync(world.Draft(alpha, watched) with { Evidence = EvidenceType.RightsHolderNotice });
        Entry before = await world.EntryAsync(watched);
        ActTarget[] targets = [ReportWorld.Target(pending, 2), ReportWorld.Target(watched, 3)];
        ActResponse dry = await world.ActAsync("list", true, targets);
        Assert.Equal([new ActTransition("pending", "listed", 1), new ActTransition("watch", "listed", 1)], dry.Transitions);
        Assert.Equal((0, 0), (await world.CountAsync("act"), await world.CountAsync("audit WHERE verb LIKE 'entry%'")));
        Assert.Equal(before.SealedLabel, (await world.EntryAsync(watched)).SealedLabel);
        ActResponse done = await world.ActAsync("list", false, targets);
        Assert.Equal(dry.Transitions, done.Transitions);
    }

    [Fact]
    public async Task Refuses_the_whole_file_and_names_every_bad_line()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        (TestIdentifier good, TestIdentifier disputed) = (TestIdentifier.New(), TestIdentifier.New());
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        await world.FileAsync(world.Draft(alpha, good, disputed));
        await world.ActAsync("dispute", disputed);
        ActTarget target = ReportWorld.Target(good, 2);
        OperatorRefusedException refused = await Assert.ThrowsAsync<OperatorRefusedException>(() => world.ActAsync(
            "list",
            false,
            target,
            ReportWorld.Target(TestIdentifier.New(), 3),
            ReportWorld.Target(disputed, 4),
            target with { Line = 5, Epoch = 9 },
            target with { Line = 6, Kind = "telephone" },
            target with { Line = 7, Tag = "00" },
            target with { Line = 8, Report = $"alpha/{Guid.NewGuid()}" },
            new ActTarget(9, "g", "r", Report: $"alpha/{Guid.NewGuid()}"),
            new ActTarget(10, "g", "r", Report: "alpha"),
            target with { Line = 11, Ground = "" }));
        Assert.Equal("urn:bex:problem:act-refused", refused.Problem.Type);
        Assert.All(Enumerable.Range(3, 9), line => Assert.Contains($"line {line}: ", refused.Problem.Detail, StringComparison.Ordinal));
        Assert.DoesNotContain("line 2: ", refused.Problem.Detail, StringComparison.Ordinal);
        Assert.Equal(EntryState.Pending, (await world.EntryAsync(good)).State);
    }

    [Fact]
    public async Task Keeps_a_removed_entry_out_until_new_reports_count_and_a_tombstoned_one_for_good()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        (TestIdentifier cleared, TestIdentifier buried) = (TestIdentifier.New(), TestIdentifier.New());
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        EnrolledMember beta = await world.Hub.EnrolAsync("beta");
        await world.FileAsync(world.Draft(alpha, cleared, buried) with { Evidence = EvidenceType.CourtDecision });
        await world.ActAsync("clear", cleared);
        await world.ActAsync("tombstone", buried);
        Assert.All([await world.EntryAsync(cleared), await world.EntryAsync(buried)], static entry => Assert.Equal((EntryState.Cleared, null), (entry.State, entry.SealedLabel)));
        Receipt receipt = await world.FileAsync(world.Draft(beta, cleared, buried) with { Evidence = EvidenceType.CourtDecision });
        Assert.Equal([new(ItemOutcome.Accepted, EntryState.Listed, cleared.Tag), new(ItemOutcome.Tombstoned, EntryState.Cleared, buried.Tag)], receipt.Items);
        await world.ActAsync("list", buried);
        Assert.Equal(EntryState.Listed, (await world.EntryAsync(buried)).State);
    }

    [Fact]
    public async Task Returns_the_victim_flag_on_the_label()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        TestIdentifier phone = TestIdentifier.New();
        await world.FileAsync(world.Draft(await world.Hub.EnrolAsync("alpha"), phone) with { Evidence = EvidenceType.CourtDecision });
        await world.ActAsync("victim", phone);
        Assert.Equal(LabelFlags.VictimOfImpersonation, phone.Open((await world.EntryAsync(phone)).SealedLabel).Flags);
    }

    [Fact]
    public async Task Refuses_an_unknown_verb_and_an_empty_act()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        OperatorRefusedException verb = await Assert.ThrowsAsync<OperatorRefusedException>(() => world.ActAsync("delete", TestIdentifier.New()));
        Assert.Equal(("urn:bex:problem:invalid-field", "verb"), (verb.Problem.Type, verb.Problem.Field));
        OperatorRefusedException empty = await Assert.ThrowsAsync<OperatorRefusedException>(() => world.ActAsync("list"));
        Assert.Equal("targets", empty.Problem.Field);
    }
}
