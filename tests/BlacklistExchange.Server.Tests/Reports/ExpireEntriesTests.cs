using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Entries;
using BlacklistExchange.Server.Reports;
using Dapper;

namespace BlacklistExchange.Server.Tests.Reports;

public sealed class ExpireEntriesTests
{
    [Fact]
    public async Task Keeps_nothing_of_an_entry_whose_time_is_over_and_begins_anew_with_the_next_report()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        await world.ExecuteAsync("UPDATE list_expiry SET days = 2");
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        TestIdentifier phone = TestIdentifier.New();
        await world.FileAsync(world.Draft(alpha, phone) with { Evidence = EvidenceType.CourtDecision });
        uint ring = (await world.EntryAsync(phone)).Ring;
        Assert.Equal(0, await world.Hub.Service<ExpireEntries>().RunOnceAsync(CancellationToken.None));
        world.Hub.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await world.Hub.Service<ExpireEntries>().RunOnceAsync(CancellationToken.None));
        Assert.Equal(0, await world.Hub.Service<ExpireEntries>().RunOnceAsync(CancellationToken.None));
        Entry expired = await world.EntryAsync(phone);
        Assert.Equal((EntryState.Expired, null, null, null, 0u), (expired.State, expired.SealedLabel, expired.Label, expired.WrappedKey, expired.Ring));
        Assert.Equal(0, await SaltsAsync(world));
        Receipt again = await world.FileAsync(world.Draft(alpha, phone));
        Assert.Equal(new ReceiptItem(ItemOutcome.Accepted, EntryState.Pending, phone.Tag), Assert.Single(again.Items));
        Entry reborn = await world.EntryAsync(phone);
        Assert.NotNull(reborn.WrappedKey);
        Assert.NotEqual(ring, reborn.Ring);
    }

    [Fact]
    public async Task Keeps_a_tombstone_when_what_it_covers_expires()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        await world.ExecuteAsync("UPDATE list_expiry SET days = 2");
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        TestIdentifier phone = TestIdentifier.New();
        await world.FileAsync(world.Draft(alpha, phone));
        await world.ActAsync("tombstone", phone);
        world.Hub.Time.Advance(TimeSpan.FromDays(3));
        Assert.Equal(1, await world.Hub.Service<ExpireEntries>().RunOnceAsync(CancellationToken.None));
        Receipt again = await world.FileAsync(world.Draft(alpha, phone) with { Evidence = EvidenceType.CourtDecision });
        Assert.Equal(new ReceiptItem(ItemOutcome.Tombstoned, EntryState.Cleared, phone.Tag), Assert.Single(again.Items));
        await world.ActAsync("list", phone);
        Assert.Equal(EntryState.Listed, (await world.EntryAsync(phone)).State);
    }

    [Fact]
    public async Task Keeps_no_entry_of_an_epoch_whose_keys_are_destroyed()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        (TestIdentifier old, TestIdentifier renewed, TestIdentifier ended) = (TestIdentifier.New(), TestIdentifier.New(), TestIdentifier.New());
        Receipt receipt = await world.FileAsync(world.Draft(alpha, old, ended) with { Evidence = EvidenceType.CourtDecision });
        await world.OpenEpochAsync();
        await world.RenewedAsync(alpha, (receipt.ReportId, 0, old, renewed));
        await world.ExecuteAsync($"UPDATE epoch SET destroyed_at = {world.Now} WHERE epoch = 1");
        Assert.Equal(2, await world.Hub.Service<ExpireEntries>().RunOnceAsync(CancellationToken.None));
        Assert.Equal((1, 0, 0), (await world.CountAsync("entry"), await SaltsAsync(world), await world.CountAsync("ring_renewal")));
        Assert.Equal(
            [new RetractedItem(0, renewed.Tag.ToString(), "retracted"), new RetractedItem(1, ended.Tag.ToString(), "expired")],
            await world.RetractedAsync(alpha, receipt.ReportId));
    }

    private static Task<long> SaltsAsync(ReportWorld world) => world.Hub.Store.ReadAsync(
        static (connection, transaction) => connection.ExecuteScalar<long>("SELECT count(*) FROM report_item WHERE salt IS NOT NULL", transaction: transaction), CancellationToken.None);
}
