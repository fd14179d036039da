using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Testing;

/// <summary>Budgets of a fake hub: one set a kind, shared by all members. Everything is plenty until a test says otherwise.</summary>
internal sealed class FakeBudget(string list)
{
    private const long Plenty = 1_000_000_000;

    private readonly Dictionary<IdentifierKind, (string Counter, long Remaining, DateTimeOffset? RetryAt)> _short = [];
    private readonly Dictionary<IdentifierKind, long> _charged = [];

    public long Charged => _charged.Values.Sum();

    public void Shorten(IdentifierKind kind, string counter, long remaining, DateTimeOffset? retryAt) => _short[kind] = (counter, remaining, retryAt);

    public void Restore() => _short.Clear();

    /// <summary>Debits all groups or none; the refusal, or null.</summary>
    public Problem? Debit(IReadOnlyList<(IdentifierKind Kind, int Units)> groups, DateTimeOffset now)
    {
        for (int index = 0; index < groups.Count; index++)
        {
            (IdentifierKind kind, _) = groups[index];
            long wanted = groups.Where(group => group.Kind == kind).Sum(static group => (long)group.Units);
            if (_short.TryGetValue(kind, out (string Counter, long Remaining, DateTimeOffset? RetryAt) limit) && limit.RetryAt <= now)
            {
                _short.Remove(kind);
                continue;
            }
            if (_short.ContainsKey(kind) && limit.Remaining < wanted)
            {
                return FakeProblem.Of(429, "budget-exhausted", $"{wanted} units asked.") with
                {
                    Group = index, Counter = limit.Counter, Remaining = limit.Remaining, RetryAt = limit.RetryAt?.ToUnixTimeSeconds(), Contact = "operator@example.test",
                };
            }
        }
        foreach ((IdentifierKind kind, int units) in groups)
        {
            _charged[kind] = _charged.GetValueOrDefault(kind) + units;
            if (_short.TryGetValue(kind, out (string Counter, long Remaining, DateTimeOffset? RetryAt) limit))
            {
                _short[kind] = limit with { Remaining = limit.Remaining - units };
            }
        }
        return null;
    }

    public BudgetLine Line(IdentifierKind kind, uint epoch)
    {
        BudgetCounter Counter(string name) => _short.TryGetValue(kind, out (string Counter, long Remaining, DateTimeOffset? RetryAt) limit) && limit.Counter == name
            ? new BudgetCounter(Plenty, limit.Remaining, limit.RetryAt?.ToUnixTimeSeconds()) : new BudgetCounter(Plenty, Plenty - _charged.GetValueOrDefault(kind), null);
        return new BudgetLine(list, IdentifierKinds.Name(kind), epoch, Counter("burst"), Counter("day"), Counter("epoch"));
    }
}
