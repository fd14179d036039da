using System.Data.Common;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Telemetry;
using BlacklistExchange.Server.Tests.Engines;
using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace BlacklistExchange.Server.Tests.Storage;

/// <summary>A primary and its standby behind one connection file.</summary>
public sealed class PostgresFailoverTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly PostgresCluster _first = PostgresBinaries.Missing is null ? PostgresCluster.Start() : null!;
    private readonly PostgresCluster _second = null!;

    public PostgresFailoverTests()
    {
        if (_first is not null)
        {
            _first.Execute("CREATE ROLE replicator LOGIN REPLICATION");
            _first.Execute("CREATE DATABASE exchange OWNER hub TEMPLATE template0");
            _second = PostgresCluster.StandbyOf(_first);
        }
    }

    public void Dispose()
    {
        _second?.Dispose();
        _first?.Dispose();
        _temp.Dispose();
    }

    [PostgresFact]
    public void Finds_the_primary_behind_a_standby_and_follows_it_when_another_is_promoted()
    {
        PostgresEngine engine = Engine(_second, _first);
        Assert.Equal($"PostgreSQL 127.0.0.1:{_second.Port}, 127.0.0.1:{_first.Port}, database exchange", engine.Place);
        engine.RequireReady();
        Assert.Equal(_first.Port, PortOf(engine.OpenWriter()));
        Assert.Equal(_first.Port, PortOf(engine.OpenReader()));

        _first.Stop();
        NpgsqlException none = Assert.Throws<NpgsqlException>(engine.OpenReader);
        Assert.Equal(StoreFault.Lost, engine.FaultOf(none));
        Assert.Contains($"127.0.0.1:{_second.Port} is a standby", none.Message, StringComparison.Ordinal);
        Assert.Contains("no primary", Assert.Throws<SetupException>(engine.RequireReady).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_first.Password, none.ToString(), StringComparison.Ordinal);

        _second.Shell(PostgresPage.Commands("promote"));
        Assert.Equal(_second.Port, PortOf(engine.OpenWriter()));
        Assert.Equal(_second.Port, PortOf(engine.OpenReader()));
    }

    [PostgresFact]
    public void Passes_over_a_primary_that_was_replaced()
    {
        PostgresEngine engine = Engine(_first, _second);
        engine.OpenWriter().Dispose();
        _second.Shell(PostgresPage.Commands("promote"));
        Assert.Equal(_first.Port, PortOf(engine.OpenWriter()));
        // A commit that is in doubt makes it look at all of them, and so does its beginning.
        foreach (PostgresEngine looks in (PostgresEngine[])[engine, Engine(_first, _second), Engine(_second, _first)])
        {
            List<EventId> news = [];
            looks.Doubt();
            Assert.Equal(_second.Port, PortOf(looks.OpenWriter()));
            looks.News.Listen((id, _) => news.Add(id));
            Assert.Contains(HubEvents.OldPrimary, news);
            Assert.Contains(HubEvents.PrimaryFound, news);
        }
        _second.Stop();
        Assert.Throws<NpgsqlException>(engine.OpenWriter);
    }

    [PostgresFact]
    public void Refuses_a_standby_that_is_alone()
    {
        Assert.Contains("standby", Assert.Throws<SetupException>(Engine(_second).RequireReady).Message, StringComparison.Ordinal);
        Assert.Throws<StoreUnavailableException>(Engine(_second).OpenReader);
    }

    [PostgresFact]
    public async Task Warns_of_two_servers_where_no_commit_waits_for_the_standby()
    {
        Assert.Equal([HubEvents.PrimaryFound, HubEvents.StandbyNotDemanded], Heard(Engine(_first, _second)));
        Assert.Empty(Heard(Engine(_first)));
        _first.Shell(PostgresPage.Commands("demand"));
        while (Heard(Engine(_first, _second)).Contains(HubEvents.StandbyNotDemanded))
        {
            // The server reads its settings anew in its own time.
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    [PostgresFact]
    public async Task Does_not_take_a_cancelled_wait_for_the_standby_for_success() => await DoesNotTakeForSuccess("", cancel: true);

    /// <summary>The driver cancels by itself what takes longer than a command may.</summary>
    [PostgresFact]
    public async Task Does_not_take_its_own_timeout_for_success() => await DoesNotTakeForSuccess(";Command Timeout=1", cancel: false);

    private async Task DoesNotTakeForSuccess(string options, bool cancel)
    {
        Execute("CREATE TABLE thing (id BIGINT PRIMARY KEY); ALTER TABLE thing OWNER TO hub");
        List<string> fatal = [];
        PostgresEngine engine = Engine(options, _first, _second);
        engine.MakeOwnTables(engine.OpenWriter());
        using Store store = Store.Open(engine, fatal.Add);
        _first.Shell(PostgresPage.Commands("demand"));
        await Until("'standby' = current_setting('synchronous_standby_names')");
        _second.Stop();
        Task<int> insert = store.WriteAsync(static (connection, transaction) => connection.Execute("INSERT INTO thing (id) VALUES (1)", transaction: transaction), CancellationToken.None);
        HashSet<int> waited = [];
        while (waited.Count < 3)
        {
            // The first is the commit, each other a question about it, which waits as well.
            Assert.False(insert.IsCompleted);
            foreach (int one in Waiting().Where(waited.Add))
            {
                _first.Execute(cancel ? $"SELECT pg_cancel_backend({one})" : "SELECT 1");
            }
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
        await Until("EXISTS (SELECT 1 FROM thing)");
        Assert.False(insert.IsCompleted);
        _second.Serve();
        Assert.Equal(1, await insert);
        Assert.Empty(fatal);
    }

    private List<int> Waiting() => Query<int>("SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND usename = 'hub'");

    private async Task Until(string condition)
    {
        while (!Query<bool>($"SELECT {condition}")[0])
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    private void Execute(string sql) => _first.Execute(sql, "exchange");

    private List<T> Query<T>(string sql)
    {
        using NpgsqlConnection connection = new($"Host={_first.Folder};Port={_first.Port};Database=exchange;Username=postgres;Pooling=false");
        return connection.Query<T>(sql).AsList();
    }

    private static List<EventId> Heard(PostgresEngine engine)
    {
        List<EventId> news = [];
        engine.OpenWriter().Dispose();
        engine.News.Listen((id, _) => news.Add(id));
        return news;
    }

    private PostgresEngine Engine(params PostgresCluster[] servers) => Engine("", servers);

    private PostgresEngine Engine(string options, params PostgresCluster[] servers)
    {
        string file = _temp.At("connection");
        string hosts = string.Join(',', servers.Select(static server => $"127.0.0.1:{server.Port}"));
        DurableFile.Write(file, System.Text.Encoding.UTF8.GetBytes($"Host={hosts};Database=exchange;Username=hub;Password={_first.Password};SSL Mode=Disable{options}"));
        return new PostgresEngine(PostgresAddress.Read(file));
    }

    private static int PortOf(DbConnection connection)
    {
        using (connection)
        {
            return int.Parse(connection.ExecuteScalar<string>("SELECT current_setting('port')")!, System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}
