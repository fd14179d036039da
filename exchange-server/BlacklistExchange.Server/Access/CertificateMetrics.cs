using System.Data.Common;
using System.Diagnostics.Metrics;
using System.Security.Cryptography.X509Certificates;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Access;

/// <summary>How long certificates still last: the root, the hub's own, and the last of each member and operator.</summary>
internal sealed class CertificateMetrics
{
    private readonly ServerIdentity _identity;
    private readonly TimeProvider _time;
    private readonly CertificateWarnings _warnings;
    private IReadOnlyList<CertificateSql.End> _callers = [];

    public CertificateMetrics(HubMeter hub, ServerIdentity identity, TimeProvider time, CertificateWarnings warnings)
    {
        _identity = identity;
        _time = time;
        _warnings = warnings;
        hub.Meter.CreateObservableGauge("bex.certificate.left", () => Ends().Select(Left), "s",
            "Time until a certificate ends, less than zero once it has: of the root, the server, and the last active one of each member and operator.");
    }

    public void Read(DbConnection connection, DbTransaction transaction)
    {
        Volatile.Write(ref _callers, CertificateSql.LastOfEach(connection, transaction));
        _warnings.Note(Ends(), _time.GetUtcNow());
    }

    private IEnumerable<CertificateSql.End> Ends() => [Of("root", _identity.Root), Of("server", _identity.Certificate), .. Volatile.Read(ref _callers)];

    private Measurement<double> Left(CertificateSql.End end) => new(
        (DateTimeOffset.FromUnixTimeSeconds(end.NotAfter) - _time.GetUtcNow()).TotalSeconds, Tag("holder", end.Holder), Tag("name", end.Name));

    private static CertificateSql.End Of(string holder, X509Certificate2 certificate) =>
        new(holder, holder, new DateTimeOffset(certificate.NotAfter.ToUniversalTime()).ToUnixTimeSeconds());

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
