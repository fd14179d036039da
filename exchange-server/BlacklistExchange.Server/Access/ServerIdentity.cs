using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Access;

/// <summary>What the hub shows in a TLS handshake, and the root it asks clients to chain to.</summary>
internal sealed class ServerIdentity : IDisposable
{
    private readonly X509Certificate2 _certificate;

    private ServerIdentity(X509Certificate2 root, X509Certificate2 certificate)
    {
        Root = root;
        _certificate = certificate;
        // offline: nothing is fetched to complete the chain.
        Context = SslStreamCertificateContext.Create(certificate, [root], offline: true);
    }

    public X509Certificate2 Root { get; }

    public X509Certificate2 Certificate => _certificate;

    public SslStreamCertificateContext Context { get; }

    public static ServerIdentity Open(DataFolder folder, KeyFolder keys)
    {
        X509Certificate2 root = Load(folder.RootCertificate);
        using X509Certificate2 bare = Load(folder.ServerCertificate);
        using ECDsa key = EcdsaKeys.Open(keys, KeyNames.ServerTls);
        return new ServerIdentity(root, bare.CopyWithPrivateKey(key));
    }

    public void Dispose()
    {
        _certificate.Dispose();
        Root.Dispose();
    }

    private static X509Certificate2 Load(string path)
    {
        try
        {
            return X509CertificateLoader.LoadCertificateFromFile(path);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException)
        {
            throw new SetupException($"The certificate {path} cannot be read: {exception.Message}", exception);
        }
    }
}
