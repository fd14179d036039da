using System.Security.Cryptography;
using System.Text;

namespace BlacklistExchange.Agent.Listening;

/// <summary>The secret that callers send. Only its digest is kept, so that comparing takes the same time whatever was sent, and however long.</summary>
internal sealed class BearerSecret
{
    private const int LeastLength = 32;
    private const int MostBytes = 4096;
    private const string Scheme = "Bearer ";
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly byte[] _digest;

    private BearerSecret(byte[] digest) => _digest = digest;

    /// <exception cref="SetupException">The file is missing, others may read it, or the secret is short or not printable ASCII.</exception>
    public static BearerSecret Read(string path)
    {
        if (!File.Exists(path))
        {
            throw Fault("the file is missing. Make one: (umask 077; openssl rand -hex 32 > FILE)");
        }
        if ((File.GetUnixFileMode(path) & Others) != 0)
        {
            throw Fault("others may read the file; chmod 600 it");
        }
        if (new FileInfo(path).Length > MostBytes)
        {
            throw Fault($"the file has more than {MostBytes} bytes");
        }
        byte[] bytes = ReadBytes(path);
        try
        {
            Span<byte> secret = bytes.AsSpan().TrimEnd("\r\n"u8);
            return secret.Length < LeastLength ? throw Fault($"the secret has fewer than {LeastLength} characters")
                : secret.IndexOfAnyExceptInRange((byte)'!', (byte)'~') >= 0 ? throw Fault("the secret holds more than printable ASCII; use letters and digits")
                : new BearerSecret(SHA256.HashData(secret));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
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

    private static byte[] ReadBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (UnauthorizedAccessException)
        {
            throw Fault("this user may not read the file");
        }
    }

    private static SetupException Fault(string what) => new(ExitCode.Usage, $"--bearer-file: {what}.");
}
