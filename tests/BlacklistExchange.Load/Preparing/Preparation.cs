using BlacklistExchange.Client;
using BlacklistExchange.Load.Calls;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Snapshots;

namespace BlacklistExchange.Load.Preparing;

/// <summary>Makes what the load program needs at a running hub: a list with entries and files, members and callers with their profiles in one folder.</summary>
internal static class Preparation
{
    public const string List = "load";
    public const string MemberPrefix = "member-";
    public const string CallerPrefix = "caller-";
    private const int Callers = 2;
    private const int ItemsAReport = 500;

    /// <param name="console">The operator port of the hub, the one that builds where there are several.</param>
    /// <param name="folder">Where the profiles will lie.</param>
    /// <param name="members">How many members.</param>
    /// <param name="entries">Entries that are on the list at the beginning.</param>
    /// <param name="hub">How members reach the hub, instead of what it says itself; null = as it says.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task RunAsync(OperatorClient console, string folder, int members, int entries, Uri? hub, CancellationToken cancellationToken)
    {
        Enrolling enrolling = new(console, List) { Hub = hub };
        await enrolling.OpenListAsync(cancellationToken);
        await enrolling.MembersAsync(folder, MemberPrefix, members, "load-members", cancellationToken);
        await enrolling.MembersAsync(folder, CallerPrefix, Callers, "load-callers", cancellationToken);
        IReadOnlyList<ExchangeProfile> court = await enrolling.MembersAsync(folder, "court-", 1, "load-court", cancellationToken);
        await SeedAsync(court, entries, cancellationToken);
        await BuildAsync(console, cancellationToken);
    }

    /// <summary>Has the list's files and manifest built.</summary>
    public static Task BuildAsync(OperatorClient console, CancellationToken cancellationToken) => console.PostAsync(
        "snapshots", new BuildSnapshotsRequest(List), SnapshotsJson.Default.BuildSnapshotsRequest, SnapshotsJson.Default.BuildSnapshotsResponse, cancellationToken);

    /// <summary>Opens the profiles that a preparation has left in a folder.</summary>
    public static (IReadOnlyList<ExchangeProfile> Members, IReadOnlyList<ExchangeProfile> Callers) Open(string folder)
    {
        IReadOnlyList<ExchangeProfile> members = Open(folder, MemberPrefix);
        return members.Count > 0 ? (members, Open(folder, CallerPrefix)) : throw new NotMeasuredException($"{folder} holds no profile '{MemberPrefix}…': make them with the verb prepare.");
    }

    private static List<ExchangeProfile> Open(string folder, string prefix) =>
        Directory.Exists(folder) ? [.. Directory.GetDirectories(folder, prefix + "*").Order(StringComparer.Ordinal).Select(ExchangeProfile.Open)] : [];

    private static async Task SeedAsync(IReadOnlyList<ExchangeProfile> court, int entries, CancellationToken cancellationToken)
    {
        using LoadTarget target = await LoadTarget.OpenAsync(court, [], List, ledger: null, cancellationToken);
        for (int left = entries; left > 0; left -= ItemsAReport)
        {
            await new ReportCalls(target, Math.Min(left, ItemsAReport), EvidenceType.CourtDecision).CallAsync(new Call(0, 0, 0), cancellationToken);
        }
    }
}
