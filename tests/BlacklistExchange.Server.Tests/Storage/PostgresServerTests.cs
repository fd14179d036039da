using System.Net;
using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Tests.Engines;

namespace BlacklistExchange.Server.Tests.Storage;

/// <summary>A server of its own, which is stopped, started and set up wrongly.</summary>
public sealed class PostgresServerTests
{
    [PostgresFact]
    public async Task Answers_503_while_the_database_is_away_and_goes_on_when_it_is_back()
    {
        using PostgresCluster cluster = PostgresCluster.Start();
        await using World world = await World.StartAsync(await HubFixture.StartAsync(TestDatabase.Migrated(cluster)));
        HttpClient alpha = (await world.Hub.EnrolAsync("alpha")).Http;
        using BlindedBatch batch = World.Blind(await world.KeyAsync(alpha), 4);
        await World.AnsweredAsync(World.SendAsync(alpha, World.Body(Purposes.SignUp, World.Group(batch))));
        long left = (await World.BudgetAsync(alpha)).EpochTotal.Remaining;

        cluster.Stop();
        string body = World.Body(Purposes.SignUp, World.Group(batch));
        for (int attempt = 0; attempt < 5; attempt++)
        {
            await (await World.SendAsync(alpha, body)).ProblemAsync("store-unavailable");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await alpha.GetAsync(Routes.Budget)).StatusCode);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await world.Hub.Client(null, HubPort.Public).GetAsync("/readyz")).StatusCode);
        }
        Assert.Equal(HttpStatusCode.OK, (await world.Hub.Client(null, HubPort.Public).GetAsync("/livez")).StatusCode);
        cluster.Serve();

        while ((await alpha.GetAsync(Routes.Budget)).StatusCode != HttpStatusCode.OK)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
        Assert.Equal(left, (await World.BudgetAsync(alpha)).EpochTotal.Remaining);
        Assert.Equal(4, (await World.AnsweredAsync(World.SendAsync(alpha, body))).Charged);
        Assert.DoesNotContain(world.Hub.Log.Lines, line => line.Contains(cluster.Password, StringComparison.Ordinal));
        Assert.Equal(left - 4, (await World.BudgetAsync(alpha)).EpochTotal.Remaining);
    }

    [PostgresFact]
    public async Task Refuses_a_server_whose_settings_are_not_safe()
    {
        using PostgresCluster cluster = PostgresCluster.Start();
        using TestDatabase database = TestDatabase.Migrated(cluster);
        database.Another().RequireReady();
        foreach (string setting in (string[])["fsync", "full_page_writes", "synchronous_commit"])
        {
            cluster.Execute($"ALTER SYSTEM SET {setting} = off");
            cluster.Execute("SELECT pg_reload_conf()");
            SetupException? refused = null;
            while ((refused = Refused(database)) is null)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20));
            }
            Assert.Contains($"set {setting} = on", refused.Message, StringComparison.Ordinal);
            cluster.Execute($"ALTER SYSTEM RESET {setting}");
            cluster.Execute("SELECT pg_reload_conf()");
            while (Refused(database) is not null)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20));
            }
        }
    }

    [PostgresFact]
    public void Refuses_a_role_whose_commits_do_not_wait()
    {
        using TestDatabase database = TestDatabase.Migrated(PostgresCluster.Shared);
        Assert.Null(Refused(database));
        database.Execute("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = local', current_database()); END $$");
        Assert.Contains("synchronous_commit is local", Refused(database)!.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public void Refuses_a_database_that_sorts_or_encodes_otherwise()
    {
        using PostgresCluster cluster = PostgresCluster.Start();
        foreach (string options in (string[])["ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'", "ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"])
        {
            cluster.Execute($"CREATE DATABASE other OWNER hub TEMPLATE template0 {options}");
            using TempFolder temp = new();
            DurableFile.Write(temp.At("connection"), System.Text.Encoding.UTF8.GetBytes(cluster.ConnectionString("other")));
            PostgresEngine engine = new(PostgresAddress.Read(temp.At("connection")));
            Assert.Contains("LC_COLLATE 'C'", Assert.Throws<SetupException>(engine.RequireReady).Message, StringComparison.Ordinal);
            cluster.Execute("DROP DATABASE other");
        }
    }

    [PostgresFact]
    public void Says_that_a_server_is_not_there()
    {
        using PostgresCluster cluster = PostgresCluster.Start();
        using TempFolder temp = new();
        DurableFile.Write(temp.At("connection"), System.Text.Encoding.UTF8.GetBytes(cluster.ConnectionString("postgres", cluster.Port)));
        cluster.Stop();
        SetupException exception = Assert.Throws<SetupException>(new PostgresEngine(PostgresAddress.Read(temp.At("connection"))).RequireReady);
        Assert.Contains("cannot be used", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(cluster.Password, exception.ToString(), StringComparison.Ordinal);
    }

    private static SetupException? Refused(TestDatabase database)
    {
        try
        {
            database.Another().RequireReady();
            return null;
        }
        catch (SetupException exception)
        {
            return exception;
        }
    }
}
