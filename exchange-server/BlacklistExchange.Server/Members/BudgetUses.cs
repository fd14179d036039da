using System.Data.Common;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Server.Members;

/// <summary>Use of every budget of which something was ever spent, at one moment; the same figures as <see cref="BudgetStates"/>, read set by set.</summary>
internal sealed class BudgetUses
{
    private readonly AllBudgetSizes _sizes;
    private readonly Dictionary<(string, string, long), BudgetUseSql.GrantRow> _grants;

    internal BudgetUses(DbConnection connection, DbTransaction transaction, PolicyOptions defaults, long now)
    {
        _sizes = new AllBudgetSizes(connection, transaction, defaults);
        _grants = BudgetUseSql.Grants(connection, transaction, now).ToDictionary(static row => (row.Entity, row.List, row.Kind));
        Days = [.. BudgetUseSql.Days(connection, transaction)
            .Select(row => Of(row.Entity, row.List, row.Kind, 0, _sizes.Of(row.Entity, row.List, row.Kind).Day, row.Day < BudgetRules.DayOf(now) ? 0 : row.Used)).OfType<BudgetUse>()];
        Epochs = [.. BudgetUseSql.Epochs(connection, transaction, now)
            .Select(row => Of(row.Entity, row.List, row.Kind, row.Epoch, _sizes.Of(row.Entity, row.List, row.Kind).Epoch, row.Used)).OfType<BudgetUse>()];
        IReadOnlyList<BudgetUseSql.KeyRow> keys = BudgetUseSql.Keys(connection, transaction, now);
        HubWide = [.. keys.Select(row => Of("", row.List, row.Kind, row.Epoch, row.HubWide ?? defaults.HubEpoch, row.Queried)).OfType<BudgetUse>()];
        Keys = [.. keys.Select(row => Of("", row.List, row.Kind, row.Epoch, BudgetRules.KeyMargin, row.Evaluated)).OfType<BudgetUse>()];
    }

    internal IReadOnlyList<BudgetUse> Days { get; }

    internal IReadOnlyList<BudgetUse> Epochs { get; }

    internal IReadOnlyList<BudgetUse> HubWide { get; }

    internal IReadOnlyList<BudgetUse> Keys { get; }

    private BudgetUse? Of(string top, string list, long kind, long epoch, long limit, long used)
    {
        BudgetUseSql.GrantRow? granted = _grants.GetValueOrDefault((top, list, kind));
        return BudgetUse.ShareOf(limit, used, granted?.Units ?? 0, granted?.Remaining ?? 0) is { } share ? new BudgetUse(top, list, IdentifierKinds.Name((IdentifierKind)kind), epoch, share) : null;
    }
}
