using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Certificates;

/// <summary>Looks every two seconds whether any node has renewed the root or the server certificate, and shows it from the next handshake on.</summary>
internal sealed class FollowCertificates(Store store, ServerIdentity identity, TimeProvider time, ILogger<FollowCertificates> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);
    private string? _fault;

    /// <summary>One look. What cannot be taken up is said once; what was shown before is shown on.</summary>
    public void RunOnce()
    {
        try
        {
            (byte[]? root, byte[]? server) = store.Read(static (connection, transaction) => (
                ExchangeCertificateSql.Newest(connection, transaction, ExchangeCertificateSql.Root), ExchangeCertificateSql.Newest(connection, transaction, ExchangeCertificateSql.Server)));
            if (identity.Follow(root, server) is { } taken)
            {
                logger.LogInformation(HubEvents.CertificateTakenUp, "New handshakes show the renewed certificate: {Which}. The server's ends {End:u}, the root's {RootEnd:u}.",
                    taken, identity.Certificate.NotAfter.ToUniversalTime(), identity.Root.NotAfter.ToUniversalTime());
            }
            _fault = null;
        }
        catch (Exception exception) when (exception is SetupException or StoreUnavailableException or FileNotWrittenException or System.Security.Cryptography.CryptographicException)
        {
            if (Interlocked.Exchange(ref _fault, exception.Message) != exception.Message)
            {
                logger.LogError(HubEvents.CertificateNotTakenUp, exception, "A renewed certificate of the exchange is not in use on this node: {Fault}", exception.Message);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                RunOnce();
            }
        }
        catch (OperationCanceledException)
        {
            // The hub stops.
        }
    }
}
