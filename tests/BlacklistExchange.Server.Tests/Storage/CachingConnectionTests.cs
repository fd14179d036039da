using BlacklistExchange.Server.Storage;
using Dapper;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Server.Tests.Storage;

public sealed class CachingConnectionTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly SqliteConnection _connection;

    public CachingConnectionTests()
    {
        _connection = StoreConnection.OpenWriter(_temp.At("hub.db"));
        StoreConnection.Execute(_connection, "CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;");
    }

    public void Dispose()
    {
        _connection.Dispose();
        _temp.Dispose();
    }

    [Fact]
    public void Returns_by_a_compiled_statement_what_each_run_asks_for()
    {
        Insert(1, "one");
        Insert(2, "two");
        Assert.Equal(("one", "two", null), (Name(1), Name(2), Name(3)));
        _connection.Execute("UPDATE thing SET name = 'zwei' WHERE id = 2");
        Assert.Equal("zwei", Name(2));
    }

    [Fact]
    public void Compiles_a_text_once()
    {
        SqliteCommand compiled = ((CachingConnection)_connection).Take("SELECT 7");
        ((CachingConnection)_connection).GiveBack(compiled);
        Assert.Equal(7L, _connection.ExecuteScalar<long>("SELECT 7"));
        Assert.Same(compiled, ((CachingConnection)_connection).Take("SELECT 7"));
        compiled.Dispose();
    }

    [Fact]
    public void Runs_one_text_inside_another_run_of_it()
    {
        Insert(1, "one");
        Insert(2, "two");
        const string Sql = "SELECT name FROM thing ORDER BY id";
        List<string> pairs = [];
        foreach (string outer in _connection.Query<string>(Sql, buffered: false))
        {
            pairs.AddRange(_connection.Query<string>(Sql).Select(inner => outer + inner));
        }
        Assert.Equal(["oneone", "onetwo", "twoone", "twotwo"], pairs);
    }

    [Fact]
    public void Goes_on_after_a_statement_that_failed()
    {
        Insert(1, "one");
        Assert.Equal(19, Assert.Throws<SqliteException>(() => Insert(1, "again")).SqliteErrorCode);
        Insert(2, "two");
        Assert.Equal("two", Name(2));
    }

    [Fact]
    public void Sees_a_table_that_was_changed_after_the_statement_was_compiled()
    {
        Insert(1, "one");
        Assert.Equal(2, Columns());
        StoreConnection.Execute(_connection, "ALTER TABLE thing ADD COLUMN more TEXT");
        Assert.Equal(3, Columns());
    }

    [Fact]
    public void Leaves_no_snapshot_open_after_a_reader_that_was_not_read_to_its_end()
    {
        Insert(1, "one");
        Insert(2, "two");
        using SqliteConnection reader = StoreConnection.OpenReader(_temp.At("hub.db"));
        Assert.Equal("one", reader.QueryFirst<string>("SELECT name FROM thing ORDER BY id"));
        Insert(3, "three");
        Assert.Equal(3L, reader.ExecuteScalar<long>("SELECT count(*) FROM thing"));
    }

    private void Insert(int id, string name) => _connection.Execute("INSERT INTO thing (id, name) VALUES (@id, @name)", new { id, name });

    private string? Name(int id) => _connection.ExecuteScalar<string?>("SELECT name FROM thing WHERE id = @id", new { id });

    private int Columns()
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = "SELECT * FROM thing";
        using SqliteDataReader reader = command.ExecuteReader();
        return reader.FieldCount;
    }
}
