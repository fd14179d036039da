namespace BlacklistExchange.Server.Members;

/// <summary>The share of a budget that is spent, as the member is told it: what grants add counts as limit, what they still hold as left. No I/O.</summary>
/// <param name="Entity">The top of its chain; empty for the budget that all share.</param>
/// <param name="List">The list.</param>
/// <param name="Kind">The kind's name.</param>
/// <param name="Epoch">The epoch; 0 for the day's budget.</param>
/// <param name="Share">0 = nothing, 1 = all.</param>
internal sealed record BudgetUse(string Entity, string List, string Kind, long Epoch, double Share)
{
    /// <summary>Null when there is nothing to spend: a budget of zero is never used up.</summary>
    internal static double? ShareOf(long limit, long used, long granted = 0, long grantLeft = 0)
    {
        double whole = (double)limit + granted;
        return whole <= 0 ? null : 1 - (Math.Max(0, limit - used) + (double)grantLeft) / whole;
    }
}
