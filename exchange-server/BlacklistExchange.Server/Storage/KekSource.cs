using Microsoft.Win32.SafeHandles;

namespace BlacklistExchange.Server.Storage;

/// <summary>Reads the KEK from where the settings say: a file only its owner can read or that root lends, a systemd credential, or an inherited descriptor.</summary>
internal static class KekSource
{
    public static Kek Read(KekOptions options, DataFolder folder)
    {
        using PinnedSecret secret = ReadSecret(options, folder);
        return new Kek(secret);
    }

    /// <summary>The 32 bytes themselves, for whoever splits them; the caller disposes of them.</summary>
    public static PinnedSecret ReadSecret(KekOptions options, DataFolder folder)
    {
        PinnedSecret secret = new(Kek.Size);
        try
        {
            ReadInto(secret, options, folder);
            return secret;
        }
        catch
        {
            secret.Dispose();
            throw;
        }
    }

    private static void ReadInto(PinnedSecret secret, KekOptions options, DataFolder folder)
    {
        if (options.File is { } file)
        {
            string path = folder.At(file);
            PrivateFile.RequireOwnOrLent(path, "Kek:File");
            ReadFile(path, secret, "Kek:File");
        }
        else if (options.Credential is { } credential)
        {
            string directory = Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY")
                ?? throw new SetupException("Kek:Credential is set, but this process has no CREDENTIALS_DIRECTORY: start it from a systemd unit with LoadCredential= or LoadCredentialEncrypted=.");
            ReadFile(Path.Combine(directory, credential), secret, "Kek:Credential");
        }
        else
        {
            int descriptor = options.Descriptor ?? throw new SetupException("No KEK source: set Kek:File, Kek:Credential or Kek:Descriptor.");
            ReadDescriptor(descriptor, secret);
        }
    }

    private static void ReadFile(string path, PinnedSecret secret, string what)
    {
        try
        {
            // No buffer: the bytes go from the kernel into pinned memory and nowhere else.
            using FileStream stream = new(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, BufferSize = 0 });
            Fill(stream, secret, $"{what}: {path}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SetupException($"{what}: {path} cannot be read: {exception.Message}", exception);
        }
    }

    private static void ReadDescriptor(int descriptor, PinnedSecret secret)
    {
        try
        {
            using FileStream stream = new(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.Read, bufferSize: 0);
            Fill(stream, secret, $"Kek:Descriptor {descriptor}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SetupException($"Kek:Descriptor {descriptor} cannot be read: {exception.Message}", exception);
        }
    }

    private static void Fill(FileStream stream, PinnedSecret secret, string what)
    {
        int read = stream.ReadAtLeast(secret.Span, Kek.Size, throwOnEndOfStream: false);
        if (read != Kek.Size || stream.ReadByte() != -1)
        {
            throw new SetupException($"{what} must hold exactly {Kek.Size} bytes. Make one with: head -c 32 /dev/urandom > kek && chmod 600 kek");
        }
    }
}
