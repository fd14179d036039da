using BlacklistExchange.Server.Storage;
using Dapper;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Server.Tests.Storage;

public sealed class MigrationsTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly SqliteConnection _connection;

    public MigrationsTests() => _connection = StoreConnection.OpenWriter(_temp.At("hub.db"));

    public void Dispose()
    {
        _connection.Dispose();
        _temp.Dispose();
    }

    [Fact]
    public void Applies_each_script_once_and_records_its_digest()
    {
        IReadOnlyList<Migrations.Script> scripts = Migrations.Embedded();
        Assert.Equal(scripts.Select(static script => script.Name), Migrations.Apply(_connection, scripts, TimeProvider.System));
        Assert.Empty(Migrations.Apply(_connection, scripts, TimeProvider.System));
        Migrations.RequireCurrent(_connection, scripts);
        Assert.Equal(scripts.Count, _connection.ExecuteScalar<long>("SELECT count(*) FROM migration WHERE length(digest) = 32"));
    }

    [Fact]
    public void Says_in_each_script_who_reads_it_what_a_thief_learns_and_what_losing_it_costs()
    {
        foreach (Migrations.Script script in Migrations.Embedded())
        {
            string first = script.Sql.Split('\n')[0];
            Assert.True(first.StartsWith("-- ", StringComparison.Ordinal) && first.Contains("read", StringComparison.Ordinal)
                && first.Contains("thief", StringComparison.Ordinal) && first.Contains("losing", StringComparison.Ordinal), $"{script.Name} opens with: {first}");
        }
    }

    [Fact]
    public void Refuses_a_script_that_changed_after_it_ran()
    {
        Migrations.Apply(_connection, [new Migrations.Script(1, "0001_a", "CREATE TABLE a (x INTEGER) STRICT;")], TimeProvider.System);
        SetupException exception = Assert.Throws<SetupException>(() => Migrations.RequireCurrent(_connection, [new Migrations.Script(1, "0001_a", "CREATE TABLE a (y INTEGER) STRICT;")]));
        Assert.Contains("0001_a", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_database_newer_than_the_program()
    {
        Migrations.Apply(_connection, [new Migrations.Script(1, "0001_a", "SELECT 1;"), new Migrations.Script(2, "0002_b", "SELECT 1;")], TimeProvider.System);
        Assert.Throws<SetupException>(() => Migrations.RequireCurrent(_connection, [new Migrations.Script(1, "0001_a", "SELECT 1;")]));
    }

    [Fact]
    public void Refuses_to_serve_a_database_that_lacks_a_migration()
    {
        SetupException exception = Assert.Throws<SetupException>(() => Migrations.RequireCurrent(_connection, Migrations.Embedded()));
        Assert.Contains("bex-hub migrate", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keeps_nothing_of_a_script_that_fails()
    {
        Migrations.Script bad = new(1, "0001_bad", "CREATE TABLE a (x INTEGER) STRICT; CREATE TABLE a (x INTEGER) STRICT;");
        Assert.Throws<SqliteException>(() => Migrations.Apply(_connection, [bad], TimeProvider.System));
        Assert.Equal(0, _connection.ExecuteScalar<long>("SELECT count(*) FROM sqlite_schema WHERE name = 'a'"));
        Assert.Equal(0, _connection.ExecuteScalar<long>("SELECT count(*) FROM migration"));
    }
}
