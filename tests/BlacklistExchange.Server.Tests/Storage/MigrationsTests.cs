using System.Data.Common;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Tests.Storage;

public sealed class MigrationsTests : IDisposable
{
    private readonly TestDatabase _database = TestDatabase.Empty();

    public void Dispose() => _database.Dispose();

    [Fact]
    public void Applies_each_script_once_and_records_its_digest()
    {
        IReadOnlyList<Migrations.Script> scripts = Migrations.Embedded(_database.Engine);
        Assert.Equal(scripts.Select(static script => script.Name), Migrations.Apply(_database.Engine, scripts, TimeProvider.System));
        Assert.Empty(Migrations.Apply(_database.Engine, scripts, TimeProvider.System));
        Migrations.RequireCurrent(_database.Engine, scripts);
        Assert.Equal(scripts.Count, _database.Scalar<long>("SELECT count(*) FROM migration WHERE length(digest) = 32"));
    }

    [Fact]
    public void Says_in_each_script_who_reads_it_what_a_thief_learns_and_what_losing_it_costs()
    {
        foreach (Migrations.Script script in Migrations.Embedded(_database.Engine))
        {
            string first = script.Sql.Split('\n')[0];
            Assert.True(first.StartsWith("-- ", StringComparison.Ordinal) && first.Contains("read", StringComparison.Ordinal)
                && first.Contains("thief", StringComparison.Ordinal) && first.Contains("losing", StringComparison.Ordinal), $"{script.Name} opens with: {first}");
        }
    }

    [Fact]
    public void Refuses_a_script_that_changed_after_it_ran()
    {
        Migrations.Apply(_database.Engine, [new Migrations.Script(1, "0001_a", "CREATE TABLE a (x INTEGER);")], TimeProvider.System);
        SetupException exception = Assert.Throws<SetupException>(() => Migrations.RequireCurrent(_database.Engine, [new Migrations.Script(1, "0001_a", "CREATE TABLE a (y INTEGER);")]));
        Assert.Contains("0001_a", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_database_newer_than_the_program()
    {
        Migrations.Apply(_database.Engine, [new Migrations.Script(1, "0001_a", "SELECT 1;"), new Migrations.Script(2, "0002_b", "SELECT 1;")], TimeProvider.System);
        Assert.Throws<SetupException>(() => Migrations.RequireCurrent(_database.Engine, [new Migrations.Script(1, "0001_a", "SELECT 1;")]));
    }

    [Fact]
    public void Refuses_to_serve_a_database_that_lacks_a_migration()
    {
        SetupException exception = Assert.Throws<SetupException>(() => Migrations.RequireCurrent(_database.Engine, Migrations.Embedded(_database.Engine)));
        Assert.Contains("bex-hub migrate", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keeps_nothing_of_a_script_that_fails()
    {
        Migrations.Script bad = new(1, "0001_bad", "CREATE TABLE a (x INTEGER); CREATE TABLE a (x INTEGER);");
        Assert.ThrowsAny<DbException>(() => Migrations.Apply(_database.Engine, [bad], TimeProvider.System));
        Assert.ThrowsAny<DbException>(() => _database.Scalar<long>("SELECT count(*) FROM a"));
        Assert.Equal(0, _database.Scalar<long>("SELECT count(*) FROM migration"));
    }
}
