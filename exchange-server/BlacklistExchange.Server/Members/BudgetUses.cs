using System.Data.Common;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Server.Members;

/// <summary>Use of every budget of which something was ever spent, at one moment; the same figures as <see cref="BudgetStates"/>, read set by set.</summary>
internal sealed class BudgetUses
{
    private readonly PolicyOptions _defaults;
    private readonly Dictionary<(string, long), long> _declared;
    private readonly Dictionary<(string, string, long), BudgetUseSql.LimitRow> _limits;
    private readonly Dictionary<(string, string, long), BudgetUseSql.GrantRow> _grants;

    internal BudgetUses(DbConnection connection, DbTransaction transaction, PolicyOptions defaults, long now)
    {
        _defaults = defaults;
        IReadOnlyDictionary<string, string> parents = EntitySql.Parents(connection, transaction);
        _declared = BudgetUseSql.Declared(connection, transaction).GroupBy(row => (EntityChain.Top(parents, row.Entity), row.Kind)).ToDictionary(static of => of.Key, static of => of.Sum(static row => row.PerDay));
        _limits = BudgetUseSql.Limits(connection, transaction).ToDictionary(static row => (row.Entity, row.List, row.Kind));
        _grants = BudgetUseSql.Grants(connection, transaction, now).ToDictionary(static row => (row.Entity, row.List, row.Kind));
        Days = [.. BudgetUseSql.Days(connection, transaction)
            .Select(row => Of(row.Entity, row.List, row.Kind, 0, Size(row.Entity, row.List, row.Kind).Day, row.Day < BudgetRules.DayOf(now) ? 0 : row.Used)).OfType<BudgetUse>()];
        Epochs = [.. BudgetUseSql.Epochs(connection, transaction, now)
            .Select(row => Of(row.Entity, row.List, row.Kind, row.Epoch, Size(row.Entity, row.List, row.Kind).Epoch, row.Used)).OfType<BudgetUse>()];
        IReadOnlyList<BudgetUseSql.KeyRow> keys = BudgetUseSql.Keys(connection, transaction, now);
        HubWide = [.. keys.Select(row => Of("", row.List, row.Kind, row.Epoch, row.HubWide ?? defaults.HubEpoch, row.Queried)).OfType<BudgetUse>()];
        Keys = [.. keys.Select(row => Of("", row.List, row.Kind, row.Epoch, BudgetRules.KeyMargin, row.Evaluated)).OfType<BudgetUse>()];
    }

    internal IReadOnlyList<BudgetUse> Days { get; }

    internal IReadOnlyList<BudgetUse> Epochs { get; }

    internal IReadOnlyList<BudgetUse> HubWide { get; }

    internal IReadOnlyList<BudgetUse> Keys { get; }

    private BudgetSize Size(string top, string list, long kind)
    {
        BudgetSize declared = BudgetRules.SizeFor(_declared.GetValueOrDefault((top, kind)), _defaults);
        BudgetUseSql.LimitRow? byHand = _limits.GetValueOrDefault((top, list, kind));
        return new BudgetSize(declared.Burst, byHand?.Day ?? declared.Day, byHand?.Epoch ?? declared.Epoch);
    }

    private BudgetUse? Of(string top, string list, long kind, long epoch, long limit, long used)
    {
        BudgetUseSql.GrantRow? granted = _grants.GetValueOrDefault((top, list, kind));
        return BudgetUse.ShareOf(limit, used, granted?.Units ?? 0, granted?.Remaining ?? 0) is { } share ? new BudgetUse(top, list, IdentifierKinds.Name((IdentifierKind)kind), epoch, share) : null;
    }
}
