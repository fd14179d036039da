using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace BlacklistExchange.Client.Profile;

/// <summary>
/// A certificate together with its key. An import publishes the bundle first and moves the key after it, so the key of the bundle's certificate is the present one or
/// the next one at every moment, also after a crash in between: both files are tried.
/// </summary>
internal static class TlsIdentity
{
    /// <summary>Null when neither file holds the key of the certificate: an import in another process came between, or the profile is not whole.</summary>
    public static X509Certificate2? TryRead(X509Certificate2 certificate, params string[] keyFiles)
    {
        foreach (string path in keyFiles)
        {
            using ECDsa? key = TryReadKey(path);
            if (key is not null && BundleCheck.IsFor(certificate, key))
            {
                return WithKey(certificate, key);
            }
        }
        return null;
    }

    private static ECDsa? TryReadKey(string path)
    {
        try
        {
            return File.Exists(path) ? KeyFile.ReadEcdsa(path) : null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or ProfileException && !File.Exists(path))
        {
            return null;
        }
    }

    private static X509Certificate2 WithKey(X509Certificate2 certificate, ECDsa key)
    {
        X509Certificate2 identity = certificate.CopyWithPrivateKey(key);
        if (!OperatingSystem.IsWindows())
        {
            return identity;
        }
        // Windows does not sign a handshake with a key that lives in memory only.
        using (identity)
        {
            return X509CertificateLoader.LoadPkcs12(identity.Export(X509ContentType.Pkcs12), null);
        }
    }
}
