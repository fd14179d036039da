using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace BlacklistExchange.Server.Storage;

/// <summary>Bytes of a row on their way to somewhere else. On SQLite they are copied from the engine's page, so that a million of them never lie on the heap.</summary>
internal static class RowBytes
{
    /// <summary>Copies the beginning of a column that is not null and at least as long.</summary>
    public static void Copy(DbDataReader reader, int column, Span<byte> into)
    {
        ReadOnlySpan<byte> value = reader is SqliteDataReader sqlite ? raw.sqlite3_column_blob(sqlite.Handle, column) : reader.GetFieldValue<byte[]>(column);
        value[..into.Length].CopyTo(into);
    }
}
