using System.Data.Common;
using System.Text;
using Dapper;

namespace BlacklistExchange.Server.Tests.Engines;

/// <summary>All bytes that a hub's database keeps, for searching: SQLite's files as they lie on the disk, or every column of every row on PostgreSQL.</summary>
internal static class StoredBytes
{
    public static byte[] Of(HubFixture hub) => TestDatabase.IsPostgres
        ? hub.Store.Read(static (connection, transaction) => Tables(connection, transaction).SelectMany(table => Rows(connection, transaction, table)).ToArray())
        : [.. Directory.GetFiles(hub.Folder.Path, "hub.db*").SelectMany(Read)];

    private static List<string> Tables(DbConnection connection, DbTransaction transaction) =>
        connection.Query<string>("SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public' ORDER BY table_name", transaction: transaction).AsList();

    private static List<byte> Rows(DbConnection connection, DbTransaction transaction, string table)
    {
        using DbCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"SELECT * FROM {table}";
        using DbDataReader rows = command.ExecuteReader();
        List<byte> bytes = [];
        while (rows.Read())
        {
            for (int column = 0; column < rows.FieldCount; column++)
            {
                bytes.AddRange(rows.GetValue(column) is byte[] value ? value : Encoding.UTF8.GetBytes($"{rows.GetValue(column)}|"));
            }
        }
        return bytes;
    }

    private static byte[] Read(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
