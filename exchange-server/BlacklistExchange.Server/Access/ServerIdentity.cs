using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Access;

/// <summary>
/// What the hub shows in a TLS handshake, and the root it asks clients to chain to: of what the folder and the store hold the newest. A renewal is taken up while the hub runs; whoever
/// asks for <see cref="Context"/> at a handshake shows it, and connections that are open go on. A renewed root has the key of the one before, so that every leaf chains to either.
/// </summary>
internal sealed class ServerIdentity : IDisposable
{
    private readonly DataFolder _folder;
    private readonly KeyFolder _keys;
    private readonly Lock _one = new();
    private readonly List<IDisposable> _held = [];
    private volatile Shown _now;

    private ServerIdentity(DataFolder folder, KeyFolder keys, X509Certificate2 root, X509Certificate2 certificate)
    {
        _folder = folder;
        _keys = keys;
        _now = Show(root, certificate);
    }

    public X509Certificate2 Root => _now.Root;

    public X509Certificate2 Certificate => _now.Certificate;

    public SslStreamCertificateContext Context => _now.Context;

    private sealed record Shown(X509Certificate2 Root, X509Certificate2 Certificate, SslStreamCertificateContext Context);

    /// <summary>Throws <see cref="SetupException"/> when a certificate is unreadable, or the key of none is there.</summary>
    public static ServerIdentity Open(DataFolder folder, KeyFolder keys, Store store)
    {
        X509Certificate2 root = Load(folder.RootCertificate);
        X509Certificate2 server = Load(folder.ServerCertificate);
        IReadOnlyList<byte[]> roots = store.Read(static (connection, transaction) => ExchangeCertificateSql.All(connection, transaction, ExchangeCertificateSql.Root));
        IReadOnlyList<byte[]> servers = store.Read(static (connection, transaction) => ExchangeCertificateSql.All(connection, transaction, ExchangeCertificateSql.Server));
        X509Certificate2 newest = roots.Select(Read).OfType<X509Certificate2>().Where(other => IsSameAuthority(root, other)).Append(root).MaxBy(static one => one.NotAfter)!;
        X509Certificate2[] candidates = [.. servers.Select(Read).OfType<X509Certificate2>().Append(server).OrderByDescending(static one => one.NotBefore)];
        X509Certificate2 certificate = candidates.FirstOrDefault(one => one.RawDataMemory.Span.SequenceEqual(server.RawDataMemory.Span) || keys.Exists(KeyNames.OfServer(one)))!;
        ServerIdentity identity = new(folder, keys, newest, WithKey(certificate, keys));
        identity.Copy();
        return identity;
    }

    /// <summary>
    /// Takes up what the store has newer; null when there is nothing, else what it was. Throws <see cref="SetupException"/> when it cannot be used: then what is shown stays.
    /// </summary>
    public string? Follow(byte[]? root, byte[]? server)
    {
        lock (_one)
        {
            bool newRoot = root is not null && !root.AsSpan().SequenceEqual(Root.RawDataMemory.Span);
            bool newServer = server is not null && !server.AsSpan().SequenceEqual(Certificate.RawDataMemory.Span);
            if (!newRoot && !newServer)
            {
                return null;
            }
            X509Certificate2 nextRoot = newRoot ? X509CertificateLoader.LoadCertificate(root!) : Root;
            if (!IsSameAuthority(Root, nextRoot))
            {
                throw new SetupException("The store holds a root certificate that is not over this exchange's root key.");
            }
            _now = Show(nextRoot, newServer ? WithKey(X509CertificateLoader.LoadCertificate(server!), _keys) : Certificate);
            Copy();
            return newRoot && newServer ? "root and server" : newRoot ? "root" : "server";
        }
    }

    public void Dispose() => _held.ForEach(static one => one.Dispose());

    /// <summary>Whether two roots are one authority: the same key under the same name, whatever their dates.</summary>
    public static bool IsSameAuthority(X509Certificate2 one, X509Certificate2 other) =>
        one.SubjectName.RawData.AsSpan().SequenceEqual(other.SubjectName.RawData)
        && one.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(other.PublicKey.ExportSubjectPublicKeyInfo());

    /// <summary>Nothing is disposed before the hub ends: handshakes may still hold what was shown before.</summary>
    private Shown Show(X509Certificate2 root, X509Certificate2 certificate)
    {
        _held.Add(root);
        _held.Add(certificate);
        // offline: nothing is fetched to complete the chain.
        return new Shown(root, certificate, SslStreamCertificateContext.Create(certificate, [root], offline: true));
    }

    /// <summary>The folder's copies, for backups, new nodes, people, and a store that was brought back from before the renewal.</summary>
    private void Copy()
    {
        Write(_folder.RootCertificate, Root);
        Write(_folder.ServerCertificate, Certificate);
    }

    private static void Write(string path, X509Certificate2 certificate)
    {
        byte[] pem = Encoding.ASCII.GetBytes(certificate.ExportCertificatePem() + "\n");
        if (!File.ReadAllBytes(path).AsSpan().SequenceEqual(pem))
        {
            DurableFile.Write(path, pem);
        }
    }

    /// <summary>A renewed certificate's key has a name of its own; the first one's is plain.</summary>
    private static X509Certificate2 WithKey(X509Certificate2 bare, KeyFolder keys)
    {
        string name = KeyNames.OfServer(bare);
        using ECDsa key = EcdsaKeys.Open(keys, keys.Exists(name) ? name : KeyNames.ServerTls);
        try
        {
            return bare.CopyWithPrivateKey(key);
        }
        catch (ArgumentException exception)
        {
            throw new SetupException($"The key folder has no key for the server certificate that ends {bare.NotAfter.ToUniversalTime():yyyy-MM-dd}: {name}.key is missing. Every node needs the same key folder.", exception);
        }
    }

    /// <summary>Null for what is no certificate: a start goes on with what is one.</summary>
    private static X509Certificate2? Read(byte[] der)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(der);
        }
        catch (CryptographicException)
        {
            return null;
        }
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
