using System.Data.Common;
using Dapper;

namespace BlacklistExchange.Server.Snapshots;

/// <summary>Every statement on builder.</summary>
internal static class BuilderSql
{
    /// <param name="Term">Number of the election.</param>
    /// <param name="Node">Who won it.</param>
    internal sealed record BuilderRow(long Term, string Node);

    /// <summary>The last elected; null before the first.</summary>
    internal static BuilderRow? Find(DbConnection connection, DbTransaction transaction) =>
        connection.QuerySingleOrDefault<BuilderRow>("SELECT term AS Term, node AS Node FROM builder WHERE one = 1", transaction: transaction);

    /// <summary>Begins the next term and returns it.</summary>
    internal static long Raise(DbConnection connection, DbTransaction transaction, string node, long now) => connection.ExecuteScalar<long>("""
        INSERT INTO builder (one, term, node, since) VALUES (1, 1, @node, @now)
        ON CONFLICT (one) DO UPDATE SET term = builder.term + 1, node = excluded.node, since = excluded.since
        RETURNING term
        """, new { node, now }, transaction);
}
