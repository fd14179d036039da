namespace BlacklistExchange.Client;

/// <summary>
/// The hub refused this member's certificate: expired, revoked, suspended, or never enrolled. It shows only after the client's side of the handshake has
/// ended, so the message says which of these the profile itself can rule out. Renew the certificate or ask the operator.
/// </summary>
public sealed class CertificateRefusedException : ExchangeException
{
    internal CertificateRefusedException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
