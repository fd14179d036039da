namespace BlacklistExchange.Client;

/// <summary>What a run that sends acknowledged reports again has done.</summary>
/// <param name="Reports">Those that were sent, oldest receipt first.</param>
/// <param name="NotTried">How many were left because the last one met what would meet them too: the hub is away or read-only, or the day's cap is reached. Run it again later; what is filed costs nothing then.</param>
public sealed record ResendReport(IReadOnlyList<ResentReport> Reports, int NotTried);
