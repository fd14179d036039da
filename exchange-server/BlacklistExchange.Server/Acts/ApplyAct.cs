using System.Data.Common;
using BlacklistExchange.Server.Entries;

namespace BlacklistExchange.Server.Acts;

/// <summary>One act on one entry inside a write transaction: overlay, state, label, dispute and the act's own row together.</summary>
internal static class ApplyAct
{
    /// <summary>The overlay that the act asks for; equal to the entry when nothing changes. The caller has asked <see cref="ActRules.Refuse"/>.</summary>
    public static Entry Overlay(EntryLedger ledger, ActVerb verb, Entry entry, IReadOnlyList<EntryReport> reports, long latestSequence)
    {
        EntryReport[] counted = [.. EntryLedger.Facts(entry, reports).Counted];
        bool reportsList = counted.Length > 0 && EntryRules.Climb(counted, ledger.Policy(entry.Address.List).Ladder) == Protocol.Reports.EntryState.Listed;
        return ActRules.Apply(verb, entry, ledger.Now, latestSequence, reportsList, counted.Length > 0);
    }

    /// <summary>Does it and returns the entry after it; an act that changes nothing leaves no row.</summary>
    public static Entry Run(DbConnection connection, DbTransaction transaction, EntryLedger ledger, ActVerb verb, Entry entry, ActWords words, long latestSequence)
    {
        IReadOnlyList<EntryReport> reports = ledger.Reports(entry.Address);
        Entry overlay = Overlay(ledger, verb, entry, reports, latestSequence);
        if (overlay == entry)
        {
            return entry;
        }
        Entry after = ledger.Settle(entry, overlay, reports);
        if (verb == ActVerb.Dispute)
        {
            ActSql.OpenDispute(connection, transaction, entry.Address, words, ledger.Now);
        }
        else if (entry.Hold != EntryHold.None && after.Hold == EntryHold.None)
        {
            ActSql.CloseDispute(connection, transaction, entry.Address, verb, ledger.Now);
        }
        ActSql.Insert(connection, transaction, verb, words, entry, after, ledger.Now);
        return after;
    }
}
