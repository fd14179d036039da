using System.Net;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Tests.Engines;
using BlacklistExchange.Server.Tests.Storage;

namespace BlacklistExchange.Server.Tests.Reports;

/// <summary>PostgreSQL shows a read what a synchronous standby may not have, so a repeat is acknowledged by a commit of its own.</summary>
public sealed class DurableRepeatTests
{
    [PostgresFact]
    public async Task Acknowledges_a_repeat_behind_the_writer()
    {
        await using ReportWorld world = await ReportWorld.StartAsync(database: TestDatabase.Migrated(PostgresCluster.Shared));
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        ReportRequest request = world.Draft(alpha, TestIdentifier.New()).Request();
        await world.FileAsync(alpha, request);
        using ManualResetEventSlim until = new();
        Task<int> held = HeldWriter.Hold(world.Hub.Store, until);
        Task<Receipt> repeat = world.FileAsync(alpha, request, HttpStatusCode.OK);
        await Answers.EventuallyAsync(() => world.Hub.Store.Queued > 1 || repeat.IsCompleted, "a repeat that waits for the writer");
        Assert.False(repeat.IsCompleted);
        until.Set();
        await held;
        await repeat;
    }

    [Fact]
    public async Task Needs_no_commit_where_a_read_shows_only_what_is_durable()
    {
        using TestDatabase database = TestDatabase.Migrated(null);
        using Store store = Store.Open(database.Another(), static cause => throw new InvalidOperationException(cause));
        using ManualResetEventSlim until = new();
        Task<int> held = HeldWriter.Hold(store, until);
        await store.EnsureDurableAsync(CancellationToken.None);
        until.Set();
        await held;
    }
}
