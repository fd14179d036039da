using System.Security.Cryptography;
using System.Text;

namespace BlacklistExchange.Agent.Listening;

/// <summary>The secret that callers send. Only its digest is kept, so that comparing takes the same time whatever was sent, and however long.</summary>
internal sealed class BearerSecret
{
    private const string Scheme = "Bearer ";

    private readonly byte[] _digest;

    private BearerSecret(byte[] digest) => _digest = digest;

    /// <exception cref="SetupException">The file is missing, others may read it, or the secret is short or not printable ASCII.</exception>
    public static BearerSecret Read(string path)
    {
        byte[] secret = SecretFile.Read("--bearer-file", path);
        try
        {
            return new BearerSecret(SHA256.HashData(secret));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>Whether to go on with a request. Probes need no secret: they say nothing but yes or no.</summary>
    public bool Admits(HttpRequest request)
    {
        if (request.Path == AgentRoutes.Live || request.Path == AgentRoutes.Ready)
        {
            return true;
        }
        string sent = request.Headers.Authorization.ToString();
        string given = sent.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? sent[Scheme.Length..] : "";
        return CryptographicOperations.FixedTimeEquals(_digest, SHA256.HashData(Encoding.UTF8.GetBytes(given)));
    }
}
