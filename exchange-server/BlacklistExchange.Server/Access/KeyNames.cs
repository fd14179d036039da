using System.Security.Cryptography.X509Certificates;

namespace BlacklistExchange.Server.Access;

/// <summary>Names and purposes of the exchange's own keys in the key folder; epochs name theirs in their own slice.</summary>
internal static class KeyNames
{
    public const string Root = "exchange-root";
    public const string Signing = "exchange-signing";
    public const string ServerTls = "server-tls";

    /// <summary>The key of a renewed server certificate: keys are never overwritten, so each has a name that its public key gives.</summary>
    public static string OfServer(X509Certificate2 certificate) => $"{ServerTls}.{Convert.ToHexStringLower(CallerGate.SpkiSha256(certificate).AsSpan(0, 8))}";

    /// <summary>PKCS #8 DER of an ECDSA P-256 key.</summary>
    public const string EcdsaPurpose = "ecdsa-p256-pkcs8";
}
