using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Server.Tests.Reports;

public sealed class RenewReportsTests
{
    [Fact]
    public async Task Returns_renewed_once_and_carries_only_the_members_own_part()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        EnrolledMember beta = await world.Hub.EnrolAsync("beta");
        (TestIdentifier old, TestIdentifier renewed) = (TestIdentifier.New(), TestIdentifier.New());
        Receipt first = await world.FileAsync(world.Draft(alpha, old));
        Receipt second = await world.FileAsync(world.Draft(beta, old));
        await world.OpenEpochAsync();
        Assert.Equal([new RenewedItem("renewed", "pending")], await world.RenewedAsync(alpha, (first.ReportId, 0, old, renewed)));
        Assert.Equal([new RenewedItem("renewed", "listed")], await world.RenewedAsync(beta, (second.ReportId, 0, old, renewed)));
        Assert.Equal([new RenewedItem("already-renewed", "listed")], await world.RenewedAsync(beta, (second.ReportId, 0, old, renewed)));
        Assert.Equal(EntryStatus.Listed, renewed.Open((await world.EntryAsync(renewed, 2)).SealedLabel).Status);
        Assert.Equal((await world.EntryAsync(old)).ExpiresAt, (await world.EntryAsync(renewed, 2)).ExpiresAt);
        await world.RetractedAsync(alpha, first.ReportId);
        Assert.Equal((EntryState.Pending, EntryState.Pending), ((await world.EntryAsync(old)).State, (await world.EntryAsync(renewed, 2)).State));
    }

    [Fact]
    public async Task Keeps_a_ring_together_across_renewals()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        TestIdentifier[] old = [TestIdentifier.New(), TestIdentifier.New(), TestIdentifier.New()];
        TestIdentifier[] renewed = [TestIdentifier.New(), TestIdentifier.New(), TestIdentifier.New()];
        Receipt pair = await world.FileAsync(world.Draft(alpha, old[0], old[1]));
        Receipt other = await world.FileAsync(world.Draft(alpha, old[2]));
        await world.OpenEpochAsync();
        await world.RenewedAsync(alpha, (pair.ReportId, 0, old[0], renewed[0]), (other.ReportId, 0, old[2], renewed[2]));
        await world.RenewedAsync(alpha, (pair.ReportId, 1, old[1], renewed[1]));
        uint[] rings = [.. (await Task.WhenAll(renewed.Select(identifier => world.EntryAsync(identifier, 2)))).Select(static entry => entry.Ring)];
        Assert.Equal(rings[0], rings[1]);
        Assert.NotEqual(rings[0], rings[2]);
        Assert.NotEqual((await world.EntryAsync(old[0])).Ring, rings[0]);
    }

    [Fact]
    public async Task Keeps_disputes_and_tombstones_and_leaves_an_official_listing_behind()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        TestIdentifier[] old = [.. Enumerable.Range(0, 4).Select(static _ => TestIdentifier.New())];
        TestIdentifier[] renewed = [.. old.Select(static _ => TestIdentifier.New())];
        Receipt receipt = await world.FileAsync(world.Draft(alpha, old) with { Evidence = EvidenceType.NotarisedPurchase, NoticeServed = true });
        Receipt bare = await world.FileAsync(world.Draft(alpha, old[3]) with { Evidence = EvidenceType.PlatformAdjudication });
        await world.RetractedAsync(alpha, receipt.ReportId, 3);
        await world.ActAsync("dispute", old[0]);
        await world.ActAsync("tombstone", old[1]);
        await world.ActAsync("clear", old[2]);
        await world.ActAsync("list", old[3]);
        await world.OpenEpochAsync();
        IReadOnlyList<RenewedItem> items = await world.RenewedAsync(
            alpha, (receipt.ReportId, 0, old[0], renewed[0]), (receipt.ReportId, 1, old[1], renewed[1]), (receipt.ReportId, 2, old[2], renewed[2]),
            (receipt.ReportId, 3, old[3], renewed[3]), (bare.ReportId, 0, old[3], renewed[3]));
        Assert.Equal([new("renewed", "disputed"), new("renewed", "cleared"), new("ended", "unknown"), new("ended", "unknown"), new("renewed", "pending")], items);
        Assert.True((await world.EntryAsync(renewed[1], 2)).Tombstoned);
        Assert.Equal(EntryState.Cleared, Assert.Single((await world.FileAsync(world.Draft(alpha, renewed[1]) with { Epoch = 2, Evidence = EvidenceType.CourtDecision })).Items).State);
    }

    [Fact]
    public async Task Refuses_another_members_item_wrong_keys_and_wrong_epochs()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        EnrolledMember beta = await world.Hub.EnrolAsync("beta");
        (TestIdentifier old, TestIdentifier renewed) = (TestIdentifier.New(), TestIdentifier.New());
        Receipt receipt = await world.FileAsync(world.Draft(alpha, old));
        await (await world.RenewAsync(alpha, (receipt.ReportId, 0, old, renewed))).ProblemAsync("epoch-not-current");
        await world.OpenEpochAsync();
        await (await world.RenewAsync(beta, (receipt.ReportId, 0, old, renewed))).ProblemAsync("not-found");
        await (await world.RenewAsync(alpha, (receipt.ReportId, 0, TestIdentifier.New(), renewed))).ProblemAsync("not-found");
        Problem twice = await (await world.RenewAsync(alpha, (receipt.ReportId, 0, old, renewed), (receipt.ReportId, 0, old, renewed))).ProblemAsync("duplicate-item");
        Assert.Equal(1, twice.Index);
        byte[] statement = new RenewalStatement
        {
            Exchange = "test-exchange", Member = "alpha", List = ReportWorld.List, OldEpoch = 1, NewEpoch = 2,
            Items = [new RenewalItem(receipt.ReportId, 0, (byte)old.Kind, old.Tag, TestIdentifier.New().Tag)],
        }.Encode();
        RenewalRequest wrongTag = new(ReportDraft.Signed(alpha.SigningKey, statement), [new RenewalSecret(old.KeyText, renewed.KeyText)]);
        await (await world.PostAsync(alpha, Routes.Renewals, wrongTag, WireJson.Default.RenewalRequest)).ProblemAsync("commitment-mismatch");
        await (await world.PostAsync(alpha, Routes.Renewals, wrongTag with { Items = [null!] }, WireJson.Default.RenewalRequest)).ProblemAsync("wrong-type");
        Assert.Equal(0, await world.CountAsync("renewal"));
        Assert.Equal(1, await world.CountAsync("entry"));
    }
}
