using System.Security.Cryptography.X509Certificates;

namespace BlacklistExchange.Server.Access;

/// <summary>A connection's certificate never changes, so its key is hashed once. Whose key it is, and whether it still may, is asked on every request.</summary>
internal sealed class ConnectionKey
{
    private byte[]? _spkiSha256;

    public byte[] SpkiSha256(X509Certificate2 certificate) => _spkiSha256 ??= CallerGate.SpkiSha256(certificate);
}
