using System.Diagnostics.Metrics;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Access;

/// <summary>Who is turned away at the gate, and what the hub itself could not do.</summary>
internal sealed class AccessMetrics(HubMeter hub) : IStandingCounters
{
    private static readonly ProblemType[] Certificates = [ProblemTypes.UnknownCertificate, ProblemTypes.CertificateRevoked, ProblemTypes.CertificateExpired];
    private static readonly ProblemType[] Members = [.. Certificates, ProblemTypes.MemberSuspended, ProblemTypes.MemberRevoked, ProblemTypes.TooManyRequests];
    private readonly Counter<long> _refused = hub.Meter.CreateCounter<long>("bex.access.refusals", "{request}", "Requests refused before any route, by problem and port.");
    private readonly Counter<long> _failed = hub.Meter.CreateCounter<long>("bex.request.failures", "{request}", "Requests that failed inside the hub, by problem: internal (a 500, with an incident in the log) or store-unavailable (a 503).");

    public void Begin()
    {
        Array.ForEach(Members, type => Refused(type, HubPort.Member, 0));
        Array.ForEach(Certificates, type => Refused(type, HubPort.Operator, 0));
        Failed(ProblemTypes.Internal, 0);
        Failed(ProblemTypes.StoreUnavailable, 0);
    }

    public void Refused(Refusal refusal, HubPort port) => Refused(refusal.Type, port, 1);

    public void Failed(ProblemType type, int requests = 1) => _failed.Add(requests, new KeyValuePair<string, object?>("problem", type.Name));

    private void Refused(ProblemType type, HubPort port, int requests) =>
        _refused.Add(requests, new KeyValuePair<string, object?>("problem", type.Name), new KeyValuePair<string, object?>("port", port.ToString().ToLowerInvariant()));
}
