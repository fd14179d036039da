using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using BlacklistExchange.Server.Storage;
using Dapper;

namespace BlacklistExchange.EndToEnd.Tests.BadRequests;

/// <summary>Everything a hub's database holds, a digest a table: two images differ when anything was stored, changed or charged in between.</summary>
internal static class StoreImage
{
    /// <summary>What the hub writes by itself, whether anybody asks or not, and its record of who came from where, which holds refusals too.</summary>
    private static readonly string[] Background = ["manifest", "snapshot_file", "delta_file", "member_usage", "member_fetch", "member_address"];

    public static Task<SortedDictionary<string, string>> ReadAsync(Store store) => store.ReadAsync(Of, CancellationToken.None);

    private static SortedDictionary<string, string> Of(DbConnection connection, DbTransaction transaction)
    {
        SortedDictionary<string, string> image = new(StringComparer.Ordinal);
        IEnumerable<string> tables = connection.Query<string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'", transaction: transaction);
        foreach (string table in tables.Except(Background))
        {
            image.Add(table, Digest(connection, transaction, table));
        }
        Assert.Contains("report_item", image.Keys);
        Assert.Contains("budget_epoch_counter", image.Keys);
        return image;
    }

    private static string Digest(DbConnection connection, DbTransaction transaction, string table)
    {
        using DbCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"SELECT * FROM \"{table}\"";
        using DbDataReader rows = command.ExecuteReader();
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        int count = 0;
        for (; rows.Read(); count++)
        {
            for (int column = 0; column < rows.FieldCount; column++)
            {
                object value = rows.GetValue(column);
                hash.AppendData(value as byte[] ?? Encoding.UTF8.GetBytes($"{value}|"));
            }
        }
        return $"{count} rows {Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }
}
