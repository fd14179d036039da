using System.Data.Common;


namespace BlacklistExchange.Server.Members;

/// <summary>
/// Withdraws every standing report of a member inside the caller's transaction and lets the entries follow; returns the number of items. Given by the slice that
/// keeps reports, which lies above this one.
/// </summary>
internal delegate int WithdrawReportsOf(DbConnection connection, DbTransaction transaction, string member, long now);
