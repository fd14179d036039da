namespace BlacklistExchange.Server.Access;

/// <summary>Names and purposes of the exchange's own keys in the key folder; epochs name theirs in their own slice.</summary>
internal static class KeyNames
{
    public const string Root = "exchange-root";
    public const string Signing = "exchange-signing";
    public const string ServerTls = "server-tls";

    /// <summary>PKCS #8 DER of an ECDSA P-256 key.</summary>
    public const string EcdsaPurpose = "ecdsa-p256-pkcs8";
}
