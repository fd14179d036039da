using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Tests;
using Dapper;

namespace BlacklistExchange.EndToEnd.Tests.Faults;

/// <summary>The hub's disk is full: it refuses what it cannot keep, says so, loses nothing, and goes on by itself when there is room again.</summary>
public sealed class FullDiskTests
{
    [Fact]
    public async Task Refuses_queries_and_reports_uncharged_until_there_is_room_again()
    {
        await using RealWorld world = await RealWorld.StartAsync();
        await world.PublishAsync();
        ExchangeClient client = await world.ClientAsync("alpha");
        Identifier known = RealWorld.Phone("13912870365");
        Receipt before = await client.ReportAsync(world.Case(EvidenceType.PlatformAdjudication, known));
        long used = await UsedAsync(client);

        await FillAsync(world);
        Listing listing = await client.QueryAsync(RealWorld.Phone("15827364519"), Purposes.SignUp);
        Assert.Equal((Verdict.Unsure, UnsureReason.Unreachable), (listing.Verdict, listing.Reason));
        ReportCase another = world.Case(EvidenceType.PlatformAdjudication, [.. Enumerable.Range(0, 200).Select(static index => RealWorld.Phone($"1371{(index * 7919) + 2604817:D7}"))]);
        await Assert.ThrowsAsync<HubUnreachableException>(() => client.ReportAsync(another));
        Assert.Equal(used, await UsedAsync(client));
        Assert.Equal(1, await ReportsAsync(world));

        await LimitAsync(world, int.MaxValue);
        Assert.Equal(Verdict.NotListed, (await client.QueryAsync(RealWorld.Phone("15827364519"), Purposes.SignUp)).Verdict);
        await client.ReportAsync(another);
        Assert.Equal(2, await ReportsAsync(world));
        Assert.Equal(before.StatementDigest, client.GetReceipt(before.ReportId)!.StatementDigest);
        Assert.Contains(world.Hub.Log.Lines, static line => line.Contains("503", StringComparison.Ordinal));
    }

    /// <summary>No page more, and none that is free.</summary>
    private static async Task FillAsync(RealWorld world)
    {
        await LimitAsync(world, 1);
        for (int rows = 0; ; rows++)
        {
            try
            {
                await world.Hub.Store.WriteAsync((connection, transaction) => connection.Execute(
                    "INSERT INTO evaluation_request (member, request_id, body, at, units) VALUES ('nobody', randomblob(16), randomblob(32), 1, 1)", transaction: transaction), CancellationToken.None);
                Assert.True(rows < 10_000, "The database never fills.");
            }
            catch (Server.Storage.StoreUnavailableException)
            {
                return;
            }
        }
    }

    /// <summary>SQLite takes the present size for a lower limit.</summary>
    private static Task<long> LimitAsync(RealWorld world, int pages) => world.Hub.Store.WriteAsync((connection, transaction) =>
        connection.ExecuteScalar<long>($"PRAGMA max_page_count = {pages}", transaction: transaction), CancellationToken.None);

    private static async Task<long> UsedAsync(ExchangeClient client)
    {
        BudgetLine line = (await client.GetBudgetAsync()).Budgets.Single(static line => line.Kind == World.Kind);
        return line.EpochTotal.Limit - line.EpochTotal.Remaining;
    }

    private static Task<long> ReportsAsync(RealWorld world) => world.Hub.Store.ReadAsync(static (connection, transaction) =>
        connection.ExecuteScalar<long>("SELECT count(*) FROM report", transaction: transaction), CancellationToken.None);
}
