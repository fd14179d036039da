using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Problems;

namespace BlacklistExchange.Server.Certificates;

/// <summary>What may be certified. No I/O.</summary>
internal static class CertificateRules
{
    public const int MaxDays = 825;
    private const int MaxNames = 64;

    public static Refusal? CheckDays(int? days) => days is < 1 or > MaxDays ? new Refusal(ProblemTypes.InvalidField, $"1 to {MaxDays} days.") { Field = "days" } : null;

    /// <summary>Those of the present certificate, and after them the new ones.</summary>
    public static Outcome<IReadOnlyList<string>> Names(X509Certificate2 present, IReadOnlyList<string>? added)
    {
        for (int index = 0; index < (added?.Count ?? 0); index++)
        {
            if (Uri.CheckHostName(added![index]) == UriHostNameType.Unknown)
            {
                return new Refusal(ProblemTypes.InvalidField, "A name is a host name or an address, without scheme or port.") { Field = $"names[{index}]" };
            }
        }
        string[] names = [.. NamesOf(present).Concat(added ?? []).Distinct(StringComparer.OrdinalIgnoreCase)];
        return names.Length <= MaxNames ? names : new Refusal(ProblemTypes.InvalidField, $"At most {MaxNames} names with those of the present certificate.") { Field = "names" };
    }

    public static IReadOnlyList<string> NamesOf(X509Certificate2 server) =>
        [.. server.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(static names => names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(static address => address.ToString())))];

    /// <summary>SubjectPublicKeyInfo of a PKCS #10 request whose signature verifies, so that the sender holds the key.</summary>
    public static Outcome<byte[]> KeyOf(string request)
    {
        try
        {
            byte[] key = CertificateRequest.LoadSigningRequestPem(request, HashAlgorithmName.SHA256).PublicKey.ExportSubjectPublicKeyInfo();
            return P256.IsKeyInfo(key) ? key : new Refusal(ProblemTypes.InvalidField, "The key must be an ECDSA key on P-256.") { Field = "request" };
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or NotSupportedException)
        {
            return new Refusal(ProblemTypes.InvalidField, "One PKCS #10 request in PEM whose signature verifies.") { Field = "request" };
        }
    }
}
