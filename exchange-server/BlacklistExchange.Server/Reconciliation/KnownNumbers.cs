namespace BlacklistExchange.Server.Reconciliation;

/// <summary>The newest numbers of a list in the restored database.</summary>
/// <param name="List">Its name.</param>
/// <param name="Sequence">Of its newest manifest; 0 when there is none.</param>
/// <param name="Epoch">Of its newest epoch; 0 when there is none.</param>
/// <param name="EpochEnds">When its epochs end.</param>
internal sealed record KnownNumbers(string List, long Sequence, long Epoch, IReadOnlyList<long> EpochEnds)
{
    /// <summary>A list of which nothing is there.</summary>
    public static KnownNumbers None(string list) => new(list, 0, 0, []);
}
