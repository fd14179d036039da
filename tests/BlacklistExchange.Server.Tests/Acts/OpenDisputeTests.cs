using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Server.Entries;
using BlacklistExchange.Server.Tests.Reports;

namespace BlacklistExchange.Server.Tests.Acts;

public sealed class OpenDisputeTests
{
    [Fact]
    public async Task Keeps_a_listed_entry_frozen_until_it_is_upheld()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        EnrolledMember desk = await world.Hub.EnrolAsync("desk", role: "regulator", sector: "public");
        TestIdentifier phone = TestIdentifier.New();
        await world.FileAsync(world.Draft(await world.Hub.EnrolAsync("alpha"), phone) with { Evidence = EvidenceType.CourtDecision });
        Assert.Equal("disputed", (await world.StateAsync(world.DisputeAsync(desk, phone))).State);
        Assert.Equal("disputed", (await world.StateAsync(world.DisputeAsync(desk, phone))).State);
        Assert.Equal(EntryStatus.Disputed, phone.Open((await world.EntryAsync(phone)).SealedLabel).Status);
        Assert.Equal((1, 1), (await world.CountAsync("dispute WHERE closed_at IS NULL"), await world.CountAsync("audit WHERE verb = 'entry act dispute'")));
        await world.ActAsync("uphold", phone);
        Assert.Equal(EntryStatus.Listed, phone.Open((await world.EntryAsync(phone)).SealedLabel).Status);
        Assert.Equal(1, await world.CountAsync("dispute WHERE closed_by = 'uphold'"));
    }

    [Fact]
    public async Task Keeps_a_freeze_from_waiting_for_the_release_delay_or_betraying_what_was_unseen()
    {
        await using ReportWorld world = await ReportWorld.StartAsync(releaseDelay: 86_400);
        EnrolledMember desk = await world.Hub.EnrolAsync("desk", role: "regulator", sector: "public");
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        TestIdentifier seen = TestIdentifier.New();
        TestIdentifier unseen = TestIdentifier.New();
        await world.FileAsync(world.Draft(alpha, seen, unseen) with { Evidence = EvidenceType.CourtDecision });
        await world.ExecuteAsync($"UPDATE entry SET visible_from = {world.Now} WHERE tag = @tag", new { tag = seen.Tag.ToArray() });
        await world.ExecuteAsync($"UPDATE entry SET visible_from = {world.Now + 604_000} WHERE tag = @tag", new { tag = unseen.Tag.ToArray() });
        await world.StateAsync(world.DisputeAsync(desk, seen));
        await world.StateAsync(world.DisputeAsync(desk, unseen));
        Entry frozen = await world.EntryAsync(seen);
        Assert.True(frozen.SealedLabel is not null && frozen.VisibleFrom <= world.Now);
        Entry hidden = await world.EntryAsync(unseen);
        Assert.Equal((EntryState.Disputed, null), (hidden.State, hidden.SealedLabel));
    }

    [Fact]
    public async Task Refuses_a_platform_a_missing_entry_a_removed_one_and_words_that_must_not_be_kept()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        EnrolledMember desk = await world.Hub.EnrolAsync("desk", role: "regulator", sector: "public");
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        TestIdentifier phone = TestIdentifier.New();
        Receipt receipt = await world.FileAsync(world.Draft(alpha, phone));
        await (await world.DisputeAsync(alpha, phone)).ProblemAsync("role-not-allowed");
        await (await world.DisputeAsync(desk, TestIdentifier.New())).ProblemAsync("not-found");
        await (await world.DisputeAsync(desk, phone, ground: "")).ProblemAsync("invalid-field");
        await (await world.DisputeAsync(desk, phone, ground: "call 13800138000")).ProblemAsync("invalid-field");
        await (await world.DisputeAsync(desk, phone, reference: new string('x', 65))).ProblemAsync("invalid-field");
        await world.RetractedAsync(alpha, receipt.ReportId);
        await (await world.DisputeAsync(desk, phone)).ProblemAsync("conflict");
        Assert.Equal(0, await world.CountAsync("dispute"));
    }
}
