namespace BlacklistExchange.Client;

/// <summary>What a renewal of the member's own reports did.</summary>
/// <param name="Epoch">The newest epoch; null when there is none.</param>
/// <param name="Renewed">Items carried over now.</param>
/// <param name="AlreadyRenewed">Items that were there already.</param>
/// <param name="Ended">Items of which nothing stands any more that could be carried over.</param>
public sealed record RenewalReport(uint? Epoch, int Renewed, int AlreadyRenewed, int Ended);
