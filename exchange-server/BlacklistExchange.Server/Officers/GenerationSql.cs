using System.Data.Common;
using Dapper;

namespace BlacklistExchange.Server.Officers;

/// <param name="Generation">Of the KEK under which values in this database are wrapped.</param>
/// <param name="KeyId">Its key id.</param>
internal sealed record KekGeneration(long Generation, byte[] KeyId);

/// <summary>Every statement on the table of the KEK's generation.</summary>
internal static class GenerationSql
{
    /// <summary>Null in a database that is older than its officers.</summary>
    public static KekGeneration? Find(DbConnection connection, DbTransaction? transaction) =>
        connection.QuerySingleOrDefault<KekGeneration>("SELECT generation AS Generation, key_id AS KeyId FROM kek_generation WHERE one = 1", transaction: transaction);

    public static void Set(DbConnection connection, DbTransaction transaction, int generation, byte[] keyId, long now) => connection.Execute(
        """
        INSERT INTO kek_generation (one, generation, key_id, since) VALUES (1, @generation, @keyId, @now)
        ON CONFLICT (one) DO UPDATE SET generation = excluded.generation, key_id = excluded.key_id, since = excluded.since
        """, new { generation = (long)generation, keyId, now }, transaction);
}
