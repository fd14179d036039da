using System.Security.Cryptography.X509Certificates;
using BlacklistExchange.Client.Telemetry;
using Microsoft.Extensions.Logging;

namespace BlacklistExchange.Client.Hub;

/// <summary>Says once a day, from 30 days before, that the member's certificate ends: an operator has to answer a request first, which takes days.</summary>
internal sealed class CertificateWarning(TimeProvider time, ILogger log)
{
    private static readonly TimeSpan From = TimeSpan.FromDays(30);
    private DateOnly _said;

    public void Look(X509Certificate2 certificate)
    {
        DateTimeOffset now = time.GetUtcNow();
        TimeSpan left = certificate.NotAfter.ToUniversalTime() - now.UtcDateTime;
        ClientTelemetry.CertificateLeft.Record(left.TotalSeconds);
        DateOnly today = DateOnly.FromDateTime(now.UtcDateTime);
        if (left > From || _said == today)
        {
            return;
        }
        _said = today;
        if (left <= TimeSpan.Zero)
        {
            log.LogError("This member's certificate ended on {End:u}: the hub refuses it. Send a request of 'bex profile renew' to the operator.", certificate.NotAfter.ToUniversalTime());
            return;
        }
        log.LogWarning("This member's certificate ends in {Days} days, on {End:yyyy-MM-dd}. Run 'bex profile renew', send the request to the operator, import the bundle that comes back; no restart is needed.",
            (int)left.TotalDays, certificate.NotAfter.ToUniversalTime());
    }
}
