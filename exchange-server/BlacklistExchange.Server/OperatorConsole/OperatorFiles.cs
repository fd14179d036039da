using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Certificates;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary>A folder as <c>init</c> makes it for the first operator: operator.key, operator.pem, root.pem. The key is durable before the hub is asked.</summary>
internal static class OperatorFiles
{
    private const int MaxRequestBytes = 16 * 1024;

    /// <summary>The request for the hub: of the given file, or for a key that this makes.</summary>
    public static string Begin(string folder, string name, string? request)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any() || File.Exists(folder))
        {
            throw new SetupException($"--out {folder} is not empty; name a new folder.");
        }
        string? text = request is null ? null : Encoding.UTF8.GetString(InputFile.Read(request, MaxRequestBytes, "--csr"));
        DataFolder.Create(folder);
        if (text is not null)
        {
            return text;
        }
        using ECDsa key = EcdsaKeys.Create();
        Write(Path.Combine(folder, "operator.key"), key.ExportPkcs8PrivateKeyPem() + "\n");
        X500DistinguishedNameBuilder subject = new();
        subject.AddCommonName(name);
        return new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
    }

    public static void End(string folder, OperatorResponse made)
    {
        Write(Path.Combine(folder, "operator.pem"), made.Certificate);
        Write(Path.Combine(folder, "root.pem"), made.Root);
    }

    public static string Text(string folder, OperatorResponse made, bool keyIsThere) => $"""
        '{made.Name}' may run the exchange until {TextTable.Day(made.NotAfter)}.
        Written to {folder}: {(keyIsThere ? "operator.key, operator.pem, root.pem. Whoever has the\nkey runs the exchange." : "operator.pem, root.pem. Put operator.key beside them.")}
        Use it with: bex-hub --operator {folder} …
        """;

    private static void Write(string path, string text) => DurableFile.Write(path, Encoding.ASCII.GetBytes(text));
}
