using System.Data.Common;
using BlacklistExchange.Server.Entries;

namespace BlacklistExchange.Server.Reports;

/// <summary>Takes reports back and lets their entries follow.</summary>
internal static class WithdrawReports
{
    /// <summary>
    /// Withdraws everything that a member has reported: for a revocation after which its reports do not stand. Runs inside the caller's write
    /// transaction; returns the number of items withdrawn.
    /// </summary>
    public static int Of(DbConnection connection, DbTransaction transaction, EntryKeys entryKeys, string member, long now)
    {
        IReadOnlyList<FiledItem> standing = ReportSql.StandingOf(connection, transaction, member);
        Withdraw(connection, transaction, new EntryLedger(connection, transaction, entryKeys, now), standing);
        return standing.Count;
    }

    /// <summary>An item whose epoch is destroyed has no entry any more.</summary>
    public static void Withdraw(DbConnection connection, DbTransaction transaction, EntryLedger ledger, IReadOnlyList<FiledItem> standing)
    {
        ReportSql.Retract(connection, transaction, standing, ledger.Now);
        foreach (EntryAddress address in standing.Select(static item => item.Address).Distinct())
        {
            if (ledger.Find(address) is { } entry)
            {
                ledger.Refresh(entry);
            }
        }
    }
}
