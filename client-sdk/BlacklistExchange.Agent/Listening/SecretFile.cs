using System.Security.Cryptography;

namespace BlacklistExchange.Agent.Listening;

/// <summary>A file that holds one secret and nothing else, read once.</summary>
internal static class SecretFile
{
    private const int LeastLength = 32;
    private const int MostBytes = 4096;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>The secret, without the line end, in an array of its own that nothing moves; the caller zeroes it.</summary>
    /// <param name="option">Which option named the file, for the message.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="SetupException">The file is missing, others may read it, or the secret is short or not printable ASCII.</exception>
    public static byte[] Read(string option, string path)
    {
        SetupException Fault(string what) => new(ExitCode.Usage, $"{option}: {what}.");
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
        byte[] bytes = [];
        try
        {
            bytes = File.ReadAllBytes(path);
            Span<byte> secret = bytes.AsSpan().TrimEnd("\r\n"u8);
            if (secret.Length < LeastLength)
            {
                throw Fault($"the secret has fewer than {LeastLength} characters");
            }
            if (secret.IndexOfAnyExceptInRange((byte)'!', (byte)'~') >= 0)
            {
                throw Fault("the secret holds more than printable ASCII; use letters and digits");
            }
            byte[] pinned = GC.AllocateUninitializedArray<byte>(secret.Length, pinned: true);
            secret.CopyTo(pinned);
            return pinned;
        }
        catch (UnauthorizedAccessException)
        {
            throw Fault("this user may not read the file");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}
