using System.Data.Common;
using Dapper;

namespace BlacklistExchange.Server.Access;

/// <summary>The renewals of the root and of the server certificate, by which every node learns of them.</summary>
internal static class ExchangeCertificateSql
{
    public const string Root = "root";
    public const string Server = "server";

    /// <summary>DER, the newest first.</summary>
    public static IReadOnlyList<byte[]> All(DbConnection connection, DbTransaction transaction, string holder) => connection.Query<byte[]>(
        "SELECT certificate FROM exchange_certificate WHERE holder = @holder ORDER BY number DESC", new { holder }, transaction).AsList();

    /// <summary>DER; null before the first renewal.</summary>
    public static byte[]? Newest(DbConnection connection, DbTransaction transaction, string holder) => connection.ExecuteScalar<byte[]?>(
        "SELECT certificate FROM exchange_certificate WHERE holder = @holder ORDER BY number DESC LIMIT 1", new { holder }, transaction);

    public static void Insert(DbConnection connection, DbTransaction transaction, string holder, byte[] certificate, long now) => connection.Execute("""
        INSERT INTO exchange_certificate (holder, number, certificate, created_at)
        SELECT @holder, coalesce(max(number), 0) + 1, @certificate, @now FROM exchange_certificate WHERE holder = @holder
        """, new { holder, certificate, now }, transaction);
}
