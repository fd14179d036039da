using System.Net;
using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Members;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Tests.Engines;
using Dapper;

namespace BlacklistExchange.Server.Tests.Storage;

/// <summary>Several nodes over one database.</summary>
public sealed class PostgresNodesTests
{
    [PostgresFact]
    public async Task Spends_a_budget_over_two_nodes_exactly_to_its_limit()
    {
        const int Limit = 500;
        using TestDatabase database = TestDatabase.Migrated(PostgresCluster.Shared);
        HubOptions options = new() { Policy = new PolicyOptions { Burst = Limit, Day = Limit, Epoch = Limit } };
        using Store one = Store.Open(database.Another(), static cause => throw new InvalidOperationException(cause));
        using Store other = Store.Open(database.Another(), static cause => throw new InvalidOperationException(cause));
        Task<Outcome<long>>[] asked = [.. Enumerable.Range(0, 400).Select(index => (index % 2 == 0 ? one : other).WriteAsync<long>((connection, transaction) =>
        {
            Charge charge = new("goods", 2, "phone", 1, 1 + index % 4);
            return new DebitBudget(connection, transaction, "alpha", 1_700_000_000, options).Query([charge]) is { } refusal ? refusal : charge.Units;
        }, CancellationToken.None))];
        Outcome<long>[] outcomes = await Task.WhenAll(asked);
        long granted = outcomes.Sum(static outcome => outcome.TryGet(out long units, out _) ? units : 0);
        Assert.Equal(Limit, granted);
        Assert.Equal(Limit, database.Scalar<long>("SELECT queried FROM budget_epoch_counter"));
        Assert.Equal(Limit, database.Scalar<long>("SELECT queried FROM budget_key_counter"));
        Assert.True(one.Counters.Commits > 0 && other.Counters.Commits > 0);
    }

    /// <summary>The same by two whole hubs and their ports.</summary>
    [PostgresFact]
    public async Task Answers_over_two_hubs_what_one_budget_allows_and_no_more()
    {
        const int Batch = 4;
        const int Answered = 10;
        await using World world = await World.StartAsync(await HubFixture.StartAsync(TestDatabase.Migrated(PostgresCluster.Shared)));
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        await world.SetBudgetAsync("alpha", epoch: Batch * Answered);
        await using HubFixture neighbour = await world.Hub.NeighbourAsync();
        HttpClient[] ways = [alpha.Http, neighbour.Client(alpha.Certificate)];
        using BlindedBatch batch = World.Blind(await world.KeyAsync(alpha.Http), Batch);
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 3 * Answered).Select(index => World.SendAsync(ways[index % 2], World.Body(Purposes.SignUp, World.Group(batch)))));
        Assert.Equal(Answered, answers.Count(static answer => answer.StatusCode == HttpStatusCode.OK));
        foreach (HttpResponseMessage answer in answers.Where(static answer => answer.StatusCode != HttpStatusCode.OK))
        {
            Assert.Equal("epoch", (await answer.ProblemAsync("budget-exhausted")).Counter);
        }
        foreach (HttpClient way in ways)
        {
            Assert.Equal(0, (await World.BudgetAsync(way)).EpochTotal.Remaining);
        }
    }

    /// <summary>Which node answered does not matter to a repeat.</summary>
    [PostgresFact]
    public async Task Answers_a_repeat_at_another_hub_without_charge()
    {
        await using World world = await World.StartAsync(await HubFixture.StartAsync(TestDatabase.Migrated(PostgresCluster.Shared)));
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        await using HubFixture neighbour = await world.Hub.NeighbourAsync();
        using BlindedBatch batch = World.Blind(await world.KeyAsync(alpha.Http), 4);
        string body = World.Body(Purposes.SignUp, World.Group(batch));
        Assert.Equal(4, (await World.AnsweredAsync(World.SendAsync(alpha.Http, body))).Charged);
        Assert.Equal(0, (await World.AnsweredAsync(World.SendAsync(neighbour.Client(alpha.Certificate), body))).Charged);
    }

    /// <summary>Reading, deciding in between and writing is what slices do; nobody slips in between.</summary>
    [PostgresFact]
    public async Task Loses_no_update_of_two_nodes_that_read_and_then_write()
    {
        const int Each = 100;
        using TestDatabase database = TestDatabase.Migrated(PostgresCluster.Shared);
        database.Execute("CREATE TABLE thing (id BIGINT PRIMARY KEY, value BIGINT NOT NULL); INSERT INTO thing (id, value) VALUES (1, 0)");
        using Store one = Store.Open(database.Another(), static cause => throw new InvalidOperationException(cause));
        using Store other = Store.Open(database.Another(), static cause => throw new InvalidOperationException(cause));
        await Task.WhenAll(Enumerable.Range(0, 2 * Each).Select(index => (index % 2 == 0 ? one : other).WriteAsync((connection, transaction) =>
        {
            long value = connection.ExecuteScalar<long>("SELECT value FROM thing WHERE id = 1", transaction: transaction);
            return connection.Execute("UPDATE thing SET value = @next WHERE id = 1", new { next = value + 1 }, transaction);
        }, CancellationToken.None)));
        Assert.Equal(2 * Each, database.Scalar<long>("SELECT value FROM thing"));
    }

    /// <summary>Other nodes wait for a group, so a long one is cut into shorter ones; nobody is forgotten, and the order stays.</summary>
    [PostgresFact]
    public async Task Keeps_a_long_group_short_for_the_sake_of_other_nodes()
    {
        using TestDatabase database = TestDatabase.Migrated(PostgresCluster.Shared);
        using Store store = Store.Open(database.Another(), static cause => throw new InvalidOperationException(cause));
        using ManualResetEventSlim held = new();
        Task<int> first = HeldWriter.Hold(store, held);
        List<long> ran = [];
        Task<int>[] waiting = [.. Enumerable.Range(0, 8).Select(index => store.WriteAsync((connection, transaction) =>
        {
            ran.Add(index);
            return connection.Execute("SELECT pg_sleep(0.15)", transaction: transaction);
        }, CancellationToken.None))];
        held.Set();
        await first;
        await Task.WhenAll(waiting);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], ran);
        Assert.True(store.Counters.Commits >= 5, $"{store.Counters.Commits} commits");
        Assert.Equal(9, store.Counters.Items);
    }

    [PostgresFact]
    public async Task Applies_each_migration_once_when_nodes_race()
    {
        using TestDatabase database = TestDatabase.Empty(PostgresCluster.Shared);
        IReadOnlyList<Migrations.Script> scripts = Migrations.Embedded(database.Engine);
        IReadOnlyList<string>[] applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Migrations.Apply(database.Another(), scripts, TimeProvider.System))));
        Assert.Equal(scripts.Select(static script => script.Name), applied.SelectMany(static names => names).Order(StringComparer.Ordinal));
        Migrations.RequireCurrent(database.Engine, scripts);
    }

    [PostgresFact]
    public void Refuses_to_make_an_exchange_over_another()
    {
        using TestDatabase database = TestDatabase.Migrated(PostgresCluster.Shared);
        database.Another().RequireNew();
        database.Execute("INSERT INTO operator_certificate (spki_sha256, operator, certificate, not_after, status, created_at) VALUES ('\\x00', 'o', '\\x00', 0, 'active', 0)");
        Assert.Contains("holds an exchange already", Assert.Throws<SetupException>(database.Another().RequireNew).Message, StringComparison.Ordinal);
    }
}
