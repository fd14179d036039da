using System.Data.Common;
using Dapper;

namespace BlacklistExchange.Server.Snapshots;

/// <summary>Every statement on manifest.</summary>
internal static class ManifestSql
{
    internal sealed record ManifestRow(string List, long Sequence, long IssuedAt, byte[] Payload, byte[] Signature);

    /// <summary>The list's newest manifest; null when it has none yet.</summary>
    internal static ManifestRow? Newest(DbConnection connection, DbTransaction transaction, string list) => connection.QuerySingleOrDefault<ManifestRow>("""
        SELECT list AS List, sequence AS Sequence, issued_at AS IssuedAt, payload AS Payload, signature AS Signature
        FROM manifest WHERE list = @list ORDER BY sequence DESC LIMIT 1
        """, new { list }, transaction);

    /// <summary>The newest manifest of each list that has one.</summary>
    internal static IReadOnlyList<ManifestRow> NewestOfAll(DbConnection connection, DbTransaction transaction) =>
        [.. PublishedSql.Lists(connection, transaction).Select(list => Newest(connection, transaction, list)).OfType<ManifestRow>()];

    /// <summary>Throws when the sequence is not above every other of the list.</summary>
    internal static void Insert(DbConnection connection, DbTransaction transaction, ManifestRow row) => connection.Execute("""
        INSERT INTO manifest (list, sequence, issued_at, payload, signature) VALUES (@List, @Sequence, @IssuedAt, @Payload, @Signature)
        """, row, transaction);

    /// <summary>Forgets manifests issued before; each list keeps its newest, which carries the sequence.</summary>
    internal static void Forget(DbConnection connection, DbTransaction transaction, long before) => connection.Execute("""
        DELETE FROM manifest WHERE issued_at < @before AND sequence < (SELECT max(newest.sequence) FROM manifest AS newest WHERE newest.list = manifest.list)
        """, new { before }, transaction);
}
