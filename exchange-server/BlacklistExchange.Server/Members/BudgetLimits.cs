using System.Data.Common;


namespace BlacklistExchange.Server.Members;

/// <summary>What an entity may spend: limits set by hand, else those that its members' declared volumes give, else the default. Reads only.</summary>
internal static class BudgetLimits
{
    /// <summary>Burst, day and epoch of a top entity, without grants.</summary>
    internal static BudgetSize Of(DbConnection connection, DbTransaction transaction, string top, string list, int kind, PolicyOptions defaults)
    {
        BudgetLimitSql.SetByHand? byHand = BudgetLimitSql.ByHand(connection, transaction, top, list, kind);
        BudgetSize declared = BudgetRules.SizeFor(BudgetLimitSql.Declared(connection, transaction, top, kind), defaults);
        return new BudgetSize(byHand?.Burst ?? declared.Burst, byHand?.Day ?? declared.Day, byHand?.Epoch ?? declared.Epoch);
    }

    /// <summary>Units to carry one's own reports into <paramref name="epoch"/>: eight for each item that stands from an earlier epoch (padding, and a second attempt).</summary>
    internal static long Renewal(DbConnection connection, DbTransaction transaction, string top, string list, int kind, long epoch) =>
        BudgetLimitSql.ByHand(connection, transaction, top, list, kind)?.Renewal
        ?? BudgetRules.RenewalUnitsPerItem * BudgetLimitSql.Standing(connection, transaction, top, list, kind, epoch);

    internal static long HubWide(DbConnection connection, DbTransaction transaction, string list, int kind, PolicyOptions defaults) =>
        BudgetLimitSql.HubWide(connection, transaction, list, kind) ?? defaults.HubEpoch;
}
