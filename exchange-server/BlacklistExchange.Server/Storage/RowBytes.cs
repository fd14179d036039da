using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace BlacklistExchange.Server.Storage;

/// <summary>Bytes of a reader's rows on their way to somewhere else, so that a million of them never lie on the heap: from SQLite's own page, or through one buffer.</summary>
internal sealed class RowBytes(DbDataReader reader)
{
    private readonly sqlite3_stmt? _statement = (reader as SqliteDataReader)?.Handle;
    private byte[] _buffer = [];

    /// <summary>Copies the beginning of a column that is not null and at least as long.</summary>
    public void Copy(int column, Span<byte> into)
    {
        if (_statement is { } statement)
        {
            raw.sqlite3_column_blob(statement, column)[..into.Length].CopyTo(into);
            return;
        }
        if (_buffer.Length < into.Length)
        {
            _buffer = new byte[into.Length];
        }
        if (reader.GetBytes(column, 0, _buffer, 0, into.Length) != into.Length)
        {
            throw new InvalidDataException($"Column {column} is shorter than {into.Length} bytes.");
        }
        _buffer.AsSpan(0, into.Length).CopyTo(into);
    }
}
