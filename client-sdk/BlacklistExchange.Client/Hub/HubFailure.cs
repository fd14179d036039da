using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Hub;

/// <summary>Turns what can go wrong on the way to the hub into the exceptions a caller can act on.</summary>
internal static class HubFailure
{
    private static readonly string[] CertificateProblems = ["unknown-certificate", "certificate-revoked", "certificate-expired", "member-suspended", "member-revoked"];

    /// <summary>True for answers that a repeat of the same bytes may better: the hub charged nothing, or charges a repeat nothing.</summary>
    public static bool IsPassing(HttpStatusCode status, Problem? problem) =>
        status is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout or HttpStatusCode.RequestTimeout
        || (status == HttpStatusCode.TooManyRequests && problem?.Counter is null);

    /// <summary>The exception for a refusal. A body that is no problem becomes one, so that callers see one shape.</summary>
    public static ExchangeException OfAnswer(HttpStatusCode status, Problem? problem, Uri address)
    {
        problem ??= new Problem { Type = "about:blank", Title = $"{address.Host} answered HTTP {(int)status} without saying why.", Status = (int)status };
        string type = problem.Type.StartsWith(Problem.TypePrefix, StringComparison.Ordinal) ? problem.Type[Problem.TypePrefix.Length..] : problem.Type;
        return problem switch
        {
            { Counter: not null } => new BudgetExhaustedException(problem),
            _ when CertificateProblems.Contains(type) => new CertificateRefusedException($"The hub refuses this member: {problem.Detail ?? problem.Title}"),
            _ when (int)status >= 500 || IsPassing(status, problem) => new HubUnreachableException(Unserved(problem, address)),
            _ => new HubRefusedException(problem),
        };
    }

    /// <summary>The exception for a connection that did not give an answer.</summary>
    /// <param name="exception">What the HTTP stack threw.</param>
    /// <param name="address">Where to.</param>
    /// <param name="certificateFault">What the profile knows against its own certificate, or null.</param>
    public static ExchangeException OfConnection(Exception exception, Uri address, string? certificateFault)
    {
        string where = $"{address.Host}:{address.Port}";
        foreach (Exception inner in Chain(exception))
        {
            if (inner is NotTheHubException)
            {
                return new HubUntrustedException($"{where}: {inner.Message}", exception);
            }
            if (inner is AuthenticationException)
            {
                return new HubUntrustedException($"{where} does not complete TLS as the hub would: {Innermost(exception)}", exception);
            }
        }
        return EndedAfterHandshake(exception)
            ? new CertificateRefusedException($"{where} ended the connection after seeing this member's certificate: {certificateFault ?? "the profile finds no fault in it, so it is probably revoked, or from another exchange"}.", exception)
            : new HubUnreachableException($"{where} does not answer: {Innermost(exception)}", exception);
    }

    /// <summary>True when another certificate, or another root, might have met with better.</summary>
    public static bool MayBeTheCertificate(ExchangeException failure) => failure is CertificateRefusedException or HubUntrustedException or HubUnreachableException;

    /// <summary>The other side let go while something was being sent. That is what a refused certificate looks like when the refusal comes late; an earlier attempt may have said so.</summary>
    public static bool WasCut(ExchangeException failure) => Chain(failure).Any(static inner =>
        inner is SocketException { SocketErrorCode: SocketError.Shutdown or SocketError.ConnectionReset or SocketError.ConnectionAborted });

    public static Problem? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, WireJson.Default.Problem);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// In TLS 1.3 the refusal of a client certificate comes after the client's handshake has succeeded: as an alert on the first read, or as the end of the
    /// connection before the first HTTP/2 frame. The runtime has several exception types for it and one text each, which a test holds it to.
    /// </summary>
    private static bool EndedAfterHandshake(Exception exception) => Chain(exception).Any(static inner =>
        inner.Message.Contains("did not complete the HTTP/2 handshake", StringComparison.Ordinal) || inner.Message.Contains("alert", StringComparison.OrdinalIgnoreCase));

    private static string Unserved(Problem problem, Uri address)
    {
        string incident = problem.Incident is { } number ? $" Give the operator incident {number}." : "";
        return $"{address.Host}:{address.Port} cannot serve now: {problem.Detail ?? problem.Title}{incident}";
    }

    private static string Innermost(Exception exception) => Chain(exception).Last().Message;

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        for (Exception? inner = exception; inner is not null; inner = inner.InnerException)
        {
            yield return inner;
        }
    }
}
