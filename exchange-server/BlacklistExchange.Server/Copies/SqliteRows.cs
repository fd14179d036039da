using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace BlacklistExchange.Server.Copies;

/// <summary>One compiled statement, bound and stepped for each row, without an object a value.</summary>
internal sealed class SqliteRows : RowTarget
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public SqliteRows(SqliteConnection connection, CopiedTable table)
        : base(table)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(_database, RowsSql.Insert(table), out _statement));
    }

    public override void Complete()
    {
    }

    public override void Dispose() => _statement.Dispose();

    protected override void BeginRow()
    {
    }

    protected override void Null(int column) => Check(raw.sqlite3_bind_null(_statement, column + 1));

    protected override void Integer(int column, long value) => Check(raw.sqlite3_bind_int64(_statement, column + 1, value));

    /// <summary>An empty span has no address, and without one SQLite would bind null.</summary>
    protected override void Text(int column, ReadOnlySpan<byte> utf8) =>
        Check(utf8.IsEmpty ? raw.sqlite3_bind_text(_statement, column + 1, "") : raw.sqlite3_bind_text(_statement, column + 1, utf8));

    protected override void Blob(int column, ReadOnlySpan<byte> bytes) =>
        Check(bytes.IsEmpty ? raw.sqlite3_bind_zeroblob(_statement, column + 1, 0) : raw.sqlite3_bind_blob(_statement, column + 1, bytes));

    protected override void EndRow()
    {
        int code = raw.sqlite3_step(_statement);
        if (code != raw.SQLITE_DONE)
        {
            Check(code);
        }
        Check(raw.sqlite3_reset(_statement));
    }

    private void Check(int code) => SqliteException.ThrowExceptionForRC(code, _database);
}
