using System.Data.Common;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Tests.Engines;
using Dapper;

namespace BlacklistExchange.Server.Tests.Storage;

/// <summary>A commit whose answer is lost: the caller is told what the database holds, whatever that is.</summary>
public sealed class PostgresCommitTests
{
    [PostgresFact]
    public async Task Says_that_nothing_was_kept_when_the_commit_never_arrived()
    {
        await using Rig rig = Rig.Start();
        rig.Proxy.Next = Cut.Before;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => rig.InsertAsync(1));
        await rig.EndsAsync(kept: []);
    }

    [PostgresFact]
    public async Task Says_that_it_was_kept_when_only_the_answer_was_lost()
    {
        await using Rig rig = Rig.Start();
        rig.Proxy.Next = Cut.After;
        await rig.InsertAsync(1);
        await rig.EndsAsync(kept: [1]);
    }

    /// <summary>The lost session still holds the lock while the commit is on its way, so whoever asks waits for it.</summary>
    [PostgresFact]
    public async Task Waits_for_a_commit_that_arrives_after_the_connection_was_lost()
    {
        await using Rig rig = Rig.Start();
        rig.Proxy.Next = Cut.Late;
        await rig.InsertAsync(1);
        await rig.EndsAsync(kept: [1]);
    }

    [PostgresFact]
    public async Task Stops_when_nobody_can_say_what_was_kept()
    {
        await using Rig rig = Rig.Start(settleFor: TimeSpan.Zero);
        rig.Proxy.Next = Cut.After;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => rig.InsertAsync(1));
        Assert.Single(rig.Fatal);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => rig.InsertAsync(2));
    }

    [PostgresFact]
    public async Task Settles_each_of_many_commits_beside_another_node()
    {
        await using Rig rig = Rig.Start();
        using Store neighbour = Store.Open(rig.Database.Another(), rig.Fatal.Add);
        using CancellationTokenSource enough = new();
        Task busy = Task.Run(async () =>
        {
            for (long id = 1_000; !enough.IsCancellationRequested; id++)
            {
                await rig.InsertAsync(neighbour, id);
            }
        });
        List<long> told = [];
        foreach ((Cut cut, int id) in new[] { Cut.After, Cut.Before, Cut.Never, Cut.Late, Cut.Before, Cut.After }.Select(static (cut, index) => (cut, index + 1)))
        {
            rig.Proxy.Next = cut;
            try
            {
                told.Add(await rig.InsertAsync(id));
            }
            catch (StoreUnavailableException)
            {
                Assert.Equal(Cut.Before, cut);
            }
        }
        await enough.CancelAsync();
        await busy;
        Assert.Equal([1, 3, 4, 6], told);
        Assert.Equal(told, rig.Ids().Where(static id => id < 1_000));
        Assert.Equal(5, rig.Proxy.Cuts);
        Assert.Empty(rig.Fatal);
    }

    /// <summary>A store whose only way to its database leads through a proxy.</summary>
    private sealed class Rig : IAsyncDisposable
    {
        private Rig(TestDatabase database, TimeSpan? settleFor)
        {
            Database = database;
            Proxy = new CommitProxy(PostgresCluster.Shared.Port);
            Database.Execute("CREATE TABLE thing (id BIGINT PRIMARY KEY)");
            Store = Store.Open(database.Another(Proxy.Port, settleFor), Fatal.Add);
        }

        public TestDatabase Database { get; }

        public CommitProxy Proxy { get; }

        public Store Store { get; }

        public List<string> Fatal { get; } = [];

        public static Rig Start(TimeSpan? settleFor = null) => new(TestDatabase.Migrated(PostgresCluster.Shared), settleFor);

        public Task<long> InsertAsync(long id) => InsertAsync(Store, id);

        public Task<long> InsertAsync(Store store, long id) => store.WriteAsync((connection, transaction) => Insert(connection, transaction, id), CancellationToken.None);

        public List<long> Ids() => Store.Read((connection, transaction) => connection.Query<long>("SELECT id FROM thing ORDER BY id", transaction: transaction).AsList());

        /// <summary>One cut, nothing fatal, just this kept, and the store goes on.</summary>
        public async Task EndsAsync(long[] kept)
        {
            Assert.Equal(1, Proxy.Cuts);
            Assert.Empty(Fatal);
            Assert.Equal(kept, Ids());
            await InsertAsync(99);
            Assert.Equal([.. kept, 99], Ids());
        }

        public async ValueTask DisposeAsync()
        {
            Store.Dispose();
            await Proxy.DisposeAsync();
            Database.Dispose();
        }

        private static long Insert(DbConnection connection, DbTransaction transaction, long id)
        {
            connection.Execute("INSERT INTO thing (id) VALUES (@id)", new { id }, transaction);
            return id;
        }
    }
}
