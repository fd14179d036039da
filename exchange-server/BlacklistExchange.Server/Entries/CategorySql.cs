using System.Data.Common;
using BlacklistExchange.Protocol.Entries;
using Dapper;

namespace BlacklistExchange.Server.Entries;

/// <summary>Every statement on which categories enough members have used to be shown.</summary>
internal static class CategorySql
{
    /// <summary>Notes that a member used a category; the first time enough have, older labels are due to be looked at again.</summary>
    public static void Use(DbConnection connection, DbTransaction transaction, string list, Category category, string member) => connection.Execute(
        """
        INSERT INTO category_use (list, category, member) VALUES (@List, @Category, @Member) ON CONFLICT DO NOTHING;
        INSERT INTO category_shown (list, category)
        SELECT @List, @Category WHERE (SELECT count(*) FROM category_use WHERE list = @List AND category = @Category) >= @Enough
        ON CONFLICT DO NOTHING;
        """,
        new { List = list, Category = (long)category, Member = member, Enough = LabelRules.MembersOfCategory }, transaction);

    public static IReadOnlySet<Category> Shown(DbConnection connection, DbTransaction transaction, string list) =>
        connection.Query<long>("SELECT category FROM category_shown WHERE list = @List", new { List = list }, transaction)
            .Select(static number => (Category)number).ToHashSet();

    /// <summary>Lists with older labels that may now say more.</summary>
    public static IReadOnlyList<string> Unsettled(DbConnection connection, DbTransaction transaction) =>
        [.. connection.Query<string>("SELECT DISTINCT list FROM category_shown WHERE settled = 0 ORDER BY list", transaction: transaction)];

    /// <summary>Marks the categories that were shown when the pass over the list began.</summary>
    public static void Settle(DbConnection connection, DbTransaction transaction, string list, IEnumerable<Category> categories) => connection.Execute(
        "UPDATE category_shown SET settled = 1 WHERE list = @List AND category = @Category",
        categories.Select(category => new { List = list, Category = (long)category }), transaction);
}
