using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace BlacklistExchange.Server.Access;

/// <summary>
/// What a client certificate must be before a byte of HTTP is read. The framework passes a leaf without extended key usage and never asks whether the leaf
/// is itself an authority; both are refused here.
/// </summary>
internal static class ClientCertificateRules
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>
    /// Trust in the exchange's root alone; nothing is fetched from addresses that a certificate names. While nobody knows what time it is, no handshake fails by it: the request that
    /// follows is told so (<see cref="CallerRules"/>).
    /// </summary>
    public static X509ChainPolicy Policy(X509Certificate2 root, ClockReading clock)
    {
        X509ChainPolicy policy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTime = clock.Time.UtcDateTime,
            VerificationFlags = clock.IsSound ? X509VerificationFlags.NoFlag : X509VerificationFlags.IgnoreNotTimeValid,
        };
        policy.CustomTrustStore.Add(root);
        policy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        return policy;
    }

    public static bool Admits(X509Certificate2 leaf, SslPolicyErrors errors) =>
        errors == SslPolicyErrors.None && IsForClients(leaf) && !IsAuthority(leaf) && MaySign(leaf);

    private static bool IsForClients(X509Certificate2 leaf) => leaf.Extensions.OfType<X509EnhancedKeyUsageExtension>().Any(static usage =>
        usage.EnhancedKeyUsages.Cast<Oid>().Any(static oid => oid.Value == ClientAuthentication));

    private static bool IsAuthority(X509Certificate2 leaf) =>
        leaf.Extensions.OfType<X509BasicConstraintsExtension>().Any(static constraints => constraints.CertificateAuthority);

    private static bool MaySign(X509Certificate2 leaf) =>
        leaf.Extensions.OfType<X509KeyUsageExtension>().All(static usage => usage.KeyUsages.HasFlag(X509KeyUsageFlags.DigitalSignature));
}
