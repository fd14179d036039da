using System.Data.Common;
using Dapper;

namespace BlacklistExchange.Server.Members;

/// <summary>What budgets are counted on: lists with their kinds, live epochs, and who uses a list. Reads only.</summary>
internal static class BudgetScopeSql
{
    internal sealed record ListKinds(string List, string Kinds, long EpochDays);

    internal sealed record OpenEpoch(string List, string Sectors, string Kinds, long EpochDays, long Epoch);

    internal static IReadOnlyList<ListKinds> Lists(DbConnection connection, DbTransaction transaction) =>
        connection.Query<ListKinds>("SELECT name AS List, kinds AS Kinds, epoch_days AS EpochDays FROM list ORDER BY name", transaction: transaction).AsList();

    /// <summary>Kinds of a list joined by commas, or null when there is none of the name.</summary>
    internal static string? KindsOf(DbConnection connection, DbTransaction transaction, string list) =>
        connection.ExecuteScalar<string?>("SELECT kinds FROM list WHERE name = @list", new { list }, transaction);

    /// <summary>Epochs that have begun and not ended, of all lists.</summary>
    internal static IReadOnlyList<OpenEpoch> LiveEpochs(DbConnection connection, DbTransaction transaction, long now) => connection.Query<OpenEpoch>("""
        SELECT l.name AS List, l.sectors AS Sectors, l.kinds AS Kinds, l.epoch_days AS EpochDays, e.epoch AS Epoch
        FROM list AS l JOIN epoch AS e ON e.list = l.name WHERE e.not_before <= @now AND @now < e.not_after ORDER BY l.name, e.epoch
        """, new { now }, transaction).AsList();

    /// <summary>Entities with a member that may use the list.</summary>
    internal static IReadOnlyList<string> Users(DbConnection connection, DbTransaction transaction, string list) => connection.Query<string>("""
        SELECT DISTINCT m.entity FROM member AS m JOIN list AS l ON l.name = @list
        WHERE m.status <> 'revoked' AND (l.sectors = '*' OR m.role = 'regulator' OR replace(',' || l.sectors || ',', ',' || m.sector || ',', '') <> ',' || l.sectors || ',')
        """, new { list }, transaction).AsList();
}
