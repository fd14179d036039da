using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Evaluation;

/// <summary>
/// How many of those who wait for one kind under one epoch go together, without I/O: as many as fill a padded group to at least half, so that nobody who has
/// company costs more than two units. The rest goes first in the next request.
/// </summary>
internal static class FillRules
{
    /// <summary>How many of <paramref name="waiting"/> to ask for now: all that wait, if they fill half, else the last size that is full.</summary>
    /// <param name="waiting">How many different ones wait, at most a whole group.</param>
    /// <param name="mayGoAlone">One alone may go: nothing of its kind is in flight that it would go together with those who come meanwhile after.</param>
    public static int Take(int waiting, bool mayGoAlone)
    {
        if (waiting <= 1)
        {
            return mayGoAlone ? waiting : 0;
        }
        int size = (int)GroupSizes.Cost(waiting);
        return 2 * waiting >= size ? waiting : size / 4;
    }

    /// <summary>What <paramref name="count"/> different ones of one kind under one epoch cost in units when nobody else asks.</summary>
    public static long Cost(long count)
    {
        long cost = count / GroupSizes.MaxGroup * GroupSizes.MaxGroup;
        for (int left = (int)(count - cost); left > 0;)
        {
            int taken = Take(left, mayGoAlone: true);
            cost += GroupSizes.Cost(taken);
            left -= taken;
        }
        return cost;
    }
}
