using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BlacklistExchange.Client;

namespace BlacklistExchange.Cli.Diagnosis;

/// <summary>
/// Name, port, TLS: who answers at the hub's address. It shakes hands without the member's key and sends nothing, so that it can also look at an impostor, whom it
/// names by the issuer of its certificate.
/// </summary>
internal static class ConnectionCheck
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task<IReadOnlyList<Finding>> LookAsync(ExchangeProfile profile, CliEnvironment environment, CancellationToken cancellationToken)
    {
        List<Finding> findings = [];
        Uri hub = new(profile.Bundle.HubUrl);
        using CancellationTokenSource limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(Patience);
        try
        {
            IPAddress[] addresses = await Dns.GetHostAddressesAsync(hub.IdnHost, limited.Token);
            findings.Add(Finding.Well("name", $"{hub.Host} is {string.Join(", ", addresses.Take(4).Select(static one => one.ToString()))}"));
            using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(addresses, hub.Port, limited.Token);
            findings.Add(Finding.Well("port", $"{hub.Host}:{hub.Port} answers"));
            findings.AddRange(await ShakeHandsAsync(profile, hub, socket, limited.Token));
        }
        catch (Exception exception) when (exception is SocketException or IOException or AuthenticationException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            findings.Add(Failure(hub, findings.Count, exception, environment));
        }
        return findings;
    }

    [SuppressMessage("Security", "CA5359", Justification = "It looks at an impostor's certificate too; nothing is sent, and the verdict on the certificate is a finding.")]
    private static async Task<IReadOnlyList<Finding>> ShakeHandsAsync(ExchangeProfile profile, Uri hub, Socket socket, CancellationToken cancellationToken)
    {
        X509Certificate2? server = null;
        SslPolicyErrors errors = SslPolicyErrors.None;
        using X509Certificate2 root = profile.ReadRoot();
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.CustomTrustStore.Add(root);
        policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        await using SslStream tls = new(new NetworkStream(socket));
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = hub.IdnHost,
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
                CertificateChainPolicy = policy,
                RemoteCertificateValidationCallback = (_, certificate, _, found) =>
                {
                    server = certificate is null ? null : new X509Certificate2(certificate);
                    errors = found;
                    return true;
                },
            }, cancellationToken);
        using (server)
        {
            return [Identity(hub, server, errors), Protocol(tls)];
        }
    }

    private static Finding Identity(Uri hub, X509Certificate2? server, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return Finding.Well("hub's certificate", $"issued under the pinned root, valid until {server!.NotAfter.ToUniversalTime():yyyy-MM-dd}");
        }
        if (server is not null && errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            return Finding.Broken("hub's certificate", $"what answers is not the hub: its certificate was issued by '{server.Issuer}', not by the pinned root",
                "if that issuer is a proxy on your network, have the hub's address exempted from interception; otherwise tell the operator", ExitCode.Network);
        }
        return Finding.Broken("hub's certificate", $"is for another name than {hub.Host} ('{server?.Subject}')", "import the bundle again, or ask the operator for the hub's present address", ExitCode.Network);
    }

    private static Finding Protocol(SslStream tls) => tls.SslProtocol == SslProtocols.Tls13 && tls.NegotiatedApplicationProtocol == SslApplicationProtocol.Http2
        ? Finding.Well("protocol", "TLS 1.3 and HTTP/2")
        : Finding.Broken("protocol", $"{tls.SslProtocol} and '{tls.NegotiatedApplicationProtocol}' where TLS 1.3 and HTTP/2 are needed",
            "something between here and the hub ends the connection: have the hub's address passed through unchanged", ExitCode.Network);

    private static Finding Failure(Uri hub, int passed, Exception exception, CliEnvironment environment)
    {
        bool proxied = !string.IsNullOrEmpty(environment.Variable("HTTPS_PROXY") ?? environment.Variable("https_proxy"));
        string proxy = proxied ? "; a proxy is set (HTTPS_PROXY), which bex never uses: it needs a direct way" : "";
        string why = exception is OperationCanceledException ? $"no answer within {Patience.TotalSeconds:0} s" : exception.Message.TrimEnd('.');
        return passed switch
        {
            0 => Finding.Broken("name", $"{hub.Host} cannot be resolved: {why}", $"check the DNS and the hub's address in bundle.json{proxy}", ExitCode.Network),
            1 => Finding.Broken("port", $"{hub.Host}:{hub.Port} does not answer: {why}", $"ask for an outgoing rule to this host and port, and ask the operator whether the hub is up{proxy}", ExitCode.Network),
            _ => Finding.Broken("protocol", $"the TLS handshake failed: {why}", "something between here and the hub ends or rewrites TLS 1.3: have the address passed through unchanged", ExitCode.Network),
        };
    }
}
