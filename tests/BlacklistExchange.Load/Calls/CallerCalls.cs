using System.Security.Cryptography;
using BlacklistExchange.Client;
using BlacklistExchange.Load.Keeping;
using BlacklistExchange.Load.Measuring;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Load.Calls;

/// <summary>
/// An application that uses the SDK: it checks people it has never seen, and of one in eight it reports afterwards. The SDK blinds, pads, combines, repeats, verifies and looks up in a list that it keeps
/// current; whatever its caller does not get an answer to counts as a failure.
/// </summary>
internal sealed class CallerCalls : ICalls, IAsyncDisposable
{
    private const int ReportedEvery = 8;
    private readonly LoadTarget _target;
    private readonly ExchangeClient[] _clients;

    public CallerCalls(LoadTarget target, TemporaryFolder folder)
    {
        _target = target;
        _clients = [.. target.Callers.Select(profile => new ExchangeClient(new ExchangeClientOptions
        {
            Profile = profile, List = target.List, OnUncertain = OnUncertain.FailClosed, DataDirectory = folder.At($"caller-{profile.Bundle.Member}"), RequestTimeout = TimeSpan.FromSeconds(20),
        }))];
        Array.ForEach(_clients, static client => client.StartBackgroundSync());
    }

    public string Name => "caller";

    /// <summary>A lone query is padded to a group of four.</summary>
    public int Elements => 4;

    public async Task CallAsync(Call call, CancellationToken cancellationToken)
    {
        ExchangeClient client = _clients[call.Stream % _clients.Length];
        Identifier person = Phones.Somebody();
        Listing listing = await client.QueryAsync(person, Purposes.SignUp, cancellationToken);
        call.Answered();
        if (listing.Verdict is Verdict.Unsure or Verdict.Stale)
        {
            throw new UnansweredException(listing.Reason);
        }

        if (RandomNumberGenerator.GetInt32(ReportedEvery) == 0)
        {
            await ReportAsync(client, person, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ExchangeClient client in _clients)
        {
            await client.DisposeAsync();
        }
    }

    private async Task ReportAsync(ExchangeClient client, Identifier person, CancellationToken cancellationToken)
    {
        Receipt receipt = await client.ReportAsync(new ReportCase
        {
            ReportId = Guid.NewGuid(),
            Category = Category.Counterfeit,
            EvidenceType = EvidenceType.PlatformAdjudication,
            Observed = Month.Of(TimeProvider.System.GetUtcNow()),
            Identifiers = [person],
        }, cancellationToken);
        if (_target.Ledger is { } ledger)
        {
            await ledger.KeepAsync(new LedgerLine(LedgerOps.Vaulted, 0, client.Profile.Bundle.Member, receipt.ReportId, Text: WireText.Of(SHA256.HashData(receipt.Encode()))));
        }
    }
}
