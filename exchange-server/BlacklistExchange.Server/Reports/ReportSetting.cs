using BlacklistExchange.Server.Lists;

namespace BlacklistExchange.Server.Reports;

/// <summary>What the hub knows when it judges a report.</summary>
/// <param name="Sectors">Sectors that may use the list.</param>
/// <param name="PolicyVersion">The list's policy version now.</param>
/// <param name="Kinds">Names of the enabled kinds.</param>
/// <param name="Grants">Who may name which purpose.</param>
/// <param name="NewestEpoch">The newest live epoch; null when the list has none.</param>
/// <param name="ReportedToday">Items that the member has reported since 00:00 UTC.</param>
/// <param name="DailyCap">Items it may report in a day.</param>
internal sealed record ReportSetting(
    string Sectors,
    int PolicyVersion,
    IReadOnlyList<string> Kinds,
    IReadOnlyList<PurposeGrant> Grants,
    uint? NewestEpoch,
    long ReportedToday,
    long DailyCap);
