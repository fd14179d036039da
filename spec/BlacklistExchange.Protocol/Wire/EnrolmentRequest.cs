using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace BlacklistExchange.Protocol.Wire;

/// <summary>
/// The one file a member sends to be enrolled: two PKCS #10 requests in PEM, first for the TLS key, then for the signing key. Each proves possession of
/// its own key; the signing request's subject serialNumber holds the SHA-256 of the TLS key's SubjectPublicKeyInfo and so binds the pair
/// (spec/protocol.md §9.1).
/// </summary>
/// <param name="Name">Name the member asks for (common name of both requests).</param>
/// <param name="TlsKey">SubjectPublicKeyInfo of the TLS key, P-256.</param>
/// <param name="SigningKey">SubjectPublicKeyInfo of the signing key, P-256, another key.</param>
public sealed record EnrolmentRequest(string Name, byte[] TlsKey, byte[] SigningKey)
{
    private const string PemLabel = "CERTIFICATE REQUEST";
    private const string SerialNumberOid = "2.5.4.5";
    private const string DescriptionOid = "2.5.4.13";

    /// <summary>The digest of the member's emergency code (<see cref="EmergencyCode.Digest"/>); null when the request brings none.</summary>
    public byte[]? EmergencyDigest { get; init; }

    /// <summary>Makes the file's text.</summary>
    /// <param name="name">The name the member asks for.</param>
    /// <param name="tlsKey">The TLS key.</param>
    /// <param name="signingKey">The signing key.</param>
    /// <param name="emergencyCode">A code of <see cref="EmergencyCode.Create"/>, of which the request carries the digest; null: none.</param>
    /// <exception cref="ArgumentException">The name is not one, a key is not on P-256, both keys are the same, or the code is none.</exception>
    public static string Create(string name, ECDsa tlsKey, ECDsa signingKey, string? emergencyCode = null)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(Slug.IsValid(name), false, nameof(name));
        ArgumentOutOfRangeException.ThrowIfEqual(P256.IsKey(tlsKey), false, nameof(tlsKey));
        ArgumentOutOfRangeException.ThrowIfEqual(P256.IsKey(signingKey), false, nameof(signingKey));
        ArgumentOutOfRangeException.ThrowIfEqual(tlsKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(signingKey.ExportSubjectPublicKeyInfo()), true, nameof(signingKey));
        string binding = Convert.ToHexStringLower(SHA256.HashData(tlsKey.ExportSubjectPublicKeyInfo()));
        string? digest = emergencyCode is null ? null : Convert.ToHexStringLower(EmergencyCode.Digest(name, emergencyCode));
        return Request(name, null, null, tlsKey) + "\n" + Request(name, binding, digest, signingKey) + "\n";
    }

    /// <summary>Reads and verifies the file; false with a reason for people.</summary>
    public static bool TryParse(string text, out EnrolmentRequest? request, out string? reason)
    {
        request = null;
        List<CertificateRequest> found = [];
        try
        {
            for (ReadOnlySpan<char> rest = text; PemEncoding.TryFind(rest, out PemFields fields); rest = rest[fields.Location.End..])
            {
                if (rest[fields.Label] is PemLabel)
                {
                    found.Add(CertificateRequest.LoadSigningRequestPem(rest[fields.Location], HashAlgorithmName.SHA256));
                }
            }
            reason = found.Count == 2 ? Check(found[0], found[1], out request)
                : $"The file holds {found.Count} certificate requests; it needs two: TLS key, then signing key. Make it with 'bex profile init'.";
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or NotSupportedException)
        {
            reason = "A certificate request in the file is malformed or its signature does not verify.";
            return false;
        }
        return reason is null;
    }

    private static string? Check(CertificateRequest tls, CertificateRequest signing, out EnrolmentRequest? request)
    {
        request = null;
        byte[] tlsKey = tls.PublicKey.ExportSubjectPublicKeyInfo();
        byte[] signingKey = signing.PublicKey.ExportSubjectPublicKeyInfo();
        string? name = Attribute(tls, "2.5.4.3");
        if (!P256.IsKeyInfo(tlsKey) || !P256.IsKeyInfo(signingKey))
        {
            return "Both keys must be ECDSA keys on P-256.";
        }
        if (!Slug.IsValid(name) || Attribute(signing, "2.5.4.3") != name)
        {
            return "Both requests must carry the same name of 2 to 32 characters a-z, 0-9 and '-' as common name.";
        }
        if (tlsKey.AsSpan().SequenceEqual(signingKey))
        {
            return "The signing key must be another key than the TLS key.";
        }
        if (Attribute(signing, SerialNumberOid) != Convert.ToHexStringLower(SHA256.HashData(tlsKey)))
        {
            return "The signing request does not name this TLS key: the two requests do not belong together.";
        }
        if (!TryReadDigest(signing, out byte[]? digest))
        {
            return "The signing request's description is not the digest of an emergency code: 64 lower-case hexadecimal digits.";
        }
        request = new EnrolmentRequest(name!, tlsKey, signingKey) { EmergencyDigest = digest };
        return null;
    }

    private static bool TryReadDigest(CertificateRequest signing, out byte[]? digest)
    {
        digest = null;
        if (Attribute(signing, DescriptionOid) is not { } text)
        {
            return true;
        }
        digest = text.Length == 2 * EmergencyCode.DigestSize && !text.AsSpan().ContainsAnyExcept("0123456789abcdef") ? Convert.FromHexString(text) : null;
        return digest is not null;
    }

    private static string Request(string name, string? binding, string? digest, ECDsa key)
    {
        X500DistinguishedNameBuilder subject = new();
        subject.AddCommonName(name);
        if (binding is not null)
        {
            subject.Add(SerialNumberOid, binding);
        }
        if (digest is not null)
        {
            subject.Add(DescriptionOid, digest);
        }
        return new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
    }

    private static string? Attribute(CertificateRequest request, string oid) => request.SubjectName.EnumerateRelativeDistinguishedNames()
        .FirstOrDefault(name => !name.HasMultipleElements && name.GetSingleElementType().Value == oid)?.GetSingleElementValue();
}
