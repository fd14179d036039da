using System.Data.Common;
using System.Text;
using BlacklistExchange.Server.Copies;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Tests.Engines;
using Dapper;

namespace BlacklistExchange.Server.Tests.Copies;

public sealed class RowTargetTests
{
    private static readonly CopiedTable Odd = new("odd", [new("id", ColumnType.Integer), new("words", ColumnType.Text), new("data", ColumnType.Blob)], ["id"], []);

    private const string Exact = """
        [-9223372036854775808,"",""]
        [-1,null,null]
        [0,"\"\\\u0001\u001f/+<é北𝔘","AAEC/w=="]
        [9223372036854775807," ","AA=="]

        """;

    [Fact]
    public void Keeps_every_value_exactly_on_sqlite() => Keeps(TestDatabase.Empty(null));

    [PostgresFact]
    public void Keeps_every_value_exactly_on_postgres() => Keeps(TestDatabase.Migrated(PostgresCluster.Shared));

    [Theory]
    [InlineData("[1,\"a\"]", "row 1 has EndArray for data")]
    [InlineData("[1,\"a\",\"\"]\n[2,\"a\",\"\",3]", "row 2 has more than 3 values")]
    [InlineData("[\"1\",\"a\",\"\"]", "has String for id, which is Integer")]
    [InlineData("[1,2,\"\"]", "has Number for words")]
    [InlineData("[1,\"a\",\"A\"]", "has no base64 for data")]
    [InlineData("[1,\"a\",\"\\u0041A==\"]", "has no base64 for data")]
    [InlineData("[1.5,\"a\",\"\"]", "has no 64-bit integer for id")]
    [InlineData("[9223372036854775808,\"a\",\"\"]", "has no 64-bit integer for id")]
    [InlineData("{\"id\":1}", "row 1 is no array")]
    [InlineData("[1,\"a\",\"\"", "row 1 is no JSON")]
    public void Refuses_lines_that_are_no_rows_of_the_table(string lines, string reason)
    {
        using TestDatabase database = Made(TestDatabase.Empty(null));
        using DbConnection connection = database.Engine.OpenWriter();
        using WriteTransaction write = database.Engine.BeginWrite(connection);
        using RowTarget target = RowTarget.Open(connection, Odd);
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => target.Add(Encoding.UTF8.GetBytes(lines))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_table_that_is_not_empty()
    {
        using TestDatabase database = Made(TestDatabase.Empty(null));
        database.Execute("INSERT INTO odd (id) VALUES (1)");
        using DbConnection connection = database.Engine.OpenWriter();
        using WriteTransaction write = database.Engine.BeginWrite(connection);
        Assert.Contains("odd holds rows already", Assert.Throws<InvalidDataException>(() => new RowImport(connection, write.Transaction, [Odd])).Message, StringComparison.Ordinal);
    }

    /// <summary>A database that changes what it is given: the copy is not called done.</summary>
    [Fact]
    public void Refuses_to_call_done_what_does_not_read_back()
    {
        using TestDatabase database = Made(TestDatabase.Empty(null));
        database.Execute("CREATE TRIGGER meddles AFTER INSERT ON odd BEGIN UPDATE odd SET words = 'else' WHERE id = 0; END");
        using DbConnection connection = database.Engine.OpenWriter();
        using WriteTransaction write = database.Engine.BeginWrite(connection);
        using RowImport import = new(connection, write.Transaction, [Odd]);
        import.Add(Encoding.UTF8.GetBytes(Exact));
        import.Next();
        Assert.Contains("Table odd was given 4 rows", Assert.Throws<InvalidDataException>(() => import.Complete(new CopyProgress(TextWriter.Null, TimeProvider.System))).Message, StringComparison.Ordinal);
    }

    private static void Keeps(TestDatabase made)
    {
        using TestDatabase database = Made(made);
        using DbConnection connection = database.Engine.OpenWriter();
        using WriteTransaction write = database.Engine.BeginWrite(connection);
        using RowImport import = new(connection, write.Transaction, [Odd]);
        import.Add(Encoding.UTF8.GetBytes(Exact));
        import.Next();
        Assert.Equal(4, import.Complete(new CopyProgress(TextWriter.Null, TimeProvider.System)).Single().Rows);
        Assert.Equal(Exact, string.Concat(ReadRows.Run(connection, write.Transaction, Odd).Select(static lines => Encoding.UTF8.GetString(lines.Bytes.Span))));
        Assert.Equal(1, connection.ExecuteScalar<long>("SELECT count(*) FROM odd WHERE id = -9223372036854775808 AND words = '' AND length(data) = 0", transaction: write.Transaction));
    }

    private static TestDatabase Made(TestDatabase database)
    {
        database.Execute($"CREATE TABLE odd (id BIGINT PRIMARY KEY, words TEXT, data {database.Bytes})");
        return database;
    }
}
