using BlacklistExchange.Client;
using BlacklistExchange.Load.Measuring;

namespace BlacklistExchange.Load.Calls;

/// <summary>A member that has nothing yet: it connects, asks for the manifest, fetches every list file, verifies it and puts it on its disk. What comes after an outage, from everybody at once.</summary>
internal sealed class SyncCalls(LoadTarget target, TemporaryFolder folder) : ICalls
{
    public string Name => "sync";

    public int Elements => 0;

    public async Task CallAsync(Call call, CancellationToken cancellationToken)
    {
        string place = folder.At($"sync-{Guid.NewGuid():N}");
        try
        {
            await using ExchangeClient client = new(new ExchangeClientOptions
            {
                Profile = target.MemberOf(call).Profile, List = target.List, OnUncertain = OnUncertain.FailClosed, DataDirectory = place, RequestTimeout = TimeSpan.FromSeconds(20),
            });
            SyncReport report = await client.SyncAsync(cancellationToken);
            call.Answered();
            if (report.Failure is { } failure)
            {
                throw failure;
            }

            if (report.Outcome != SyncOutcome.Updated)
            {
                throw new WrongAnswerException($"A member without a list was told '{report.Outcome}'.");
            }
        }
        finally
        {
            if (Directory.Exists(place))
            {
                Directory.Delete(place, recursive: true);
            }
        }
    }
}
