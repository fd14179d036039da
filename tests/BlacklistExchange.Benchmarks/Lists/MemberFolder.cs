using BlacklistExchange.Client;
using BlacklistExchange.Client.Snapshots;

namespace BlacklistExchange.Benchmarks.Lists;

/// <summary>Where a member's profile and its local list lie.</summary>
/// <param name="Profile">Folder of the profile.</param>
internal sealed record MemberFolder(string Profile)
{
    /// <summary>The one file of the list.</summary>
    public string Snapshot => Directory.GetFiles(Path.Combine(ListPath(ExchangeProfile.Open(Profile)), "files")).Single();

    /// <summary>Fetches the list from the hub as the SDK does.</summary>
    public async Task<SyncReport> SyncAsync(CancellationToken cancellationToken)
    {
        await using ExchangeClient client = new(new ExchangeClientOptions { ProfileDirectory = Profile, List = HubWorld.List, OnUncertain = OnUncertain.FailClosed });
        SyncReport report = await client.SyncAsync(cancellationToken);
        return report.Failure is null ? report : throw new NotMeasuredException($"The list could not be fetched: {report.Failure.Message}");
    }

    /// <summary>What the SDK opens its list with at its start.</summary>
    public ListOpener Opener()
    {
        ExchangeProfile profile = ExchangeProfile.Open(Profile);
        return new ListOpener(new ListFolder(ListPath(profile)), new ExchangePin(profile.Bundle.Exchange, HubWorld.List, profile.ReadExchangeKey()));
    }

    private static string ListPath(ExchangeProfile profile) => Path.Combine(profile.PathOf("lists"), profile.Bundle.Exchange, HubWorld.List);
}
