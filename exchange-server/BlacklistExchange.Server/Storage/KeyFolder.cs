using System.Security.Cryptography;
using System.Text;

namespace BlacklistExchange.Server.Storage;

/// <summary>
/// Private keys at rest: one file a key, sealed under the KEK with AES-256-GCM; name and purpose are authenticated, so a file copied over another does
/// not open. Durable when <see cref="Seal"/> returns. Never in the database, never in a backup together with the KEK.
/// </summary>
internal sealed class KeyFolder
{
    private static ReadOnlySpan<byte> Magic => "BEXKEY1\n"u8;

    private readonly string _path;
    private readonly Kek _kek;

    public KeyFolder(string path, Kek kek)
    {
        _path = path;
        _kek = kek;
        DataFolder.Create(path);
        UnixFileMode mode = File.GetUnixFileMode(path);
        // A volume that hands its group on gives every folder in it this bit, which lets nobody in.
        if ((mode & ~(DataFolder.OwnerOnly | UnixFileMode.SetGroup)) != 0)
        {
            throw new SetupException($"KeyFolder: {path} has mode {Convert.ToString((int)mode, 8)}; others could enter it. Run: chmod 700 {path}");
        }
    }

    /// <summary>Writes a new key; a name is used once (throws <see cref="SetupException"/> otherwise).</summary>
    public void Seal(string name, string purpose, ReadOnlySpan<byte> secret)
    {
        string path = FileOf(name);
        if (File.Exists(path))
        {
            throw new SetupException($"The key file {path} is there already; keys are never overwritten.");
        }
        byte[] content = [.. Magic, .. _kek.SealFile(secret, Context(name, purpose))];
        DurableFile.Write(path, content);
    }

    /// <summary>The keys that are there.</summary>
    public IEnumerable<string> Names => Directory.EnumerateFiles(_path, "*.key").Select(static path => Path.GetFileNameWithoutExtension(path)).Where(static name => name[0] != '.');

    public bool Exists(string name) => File.Exists(FileOf(name));

    /// <summary>Opens a key. Throws <see cref="SetupException"/> when it is absent, readable by others, changed, or sealed under another KEK.</summary>
    public PinnedSecret Open(string name, string purpose)
    {
        string path = FileOf(name);
        PrivateFile.Require(path, $"Key '{name}'");
        byte[] content = File.ReadAllBytes(path);
        try
        {
            if (!content.AsSpan().StartsWith(Magic))
            {
                throw new CryptographicException("The file does not begin as a key file.");
            }
            return _kek.OpenFile(content.AsSpan(Magic.Length), Context(name, purpose));
        }
        catch (CryptographicException exception)
        {
            throw new SetupException($"The key file {path} does not open: it was changed, belongs to another name or purpose, or was sealed under another KEK.", exception);
        }
    }

    /// <summary>Destroys a key: the file is removed and the removal is durable. Copies made elsewhere are not reached.</summary>
    public void Destroy(string name) => DurableFile.Delete(FileOf(name));

    private string FileOf(string name)
    {
        if (name.Length is 0 or > 120 || name.AsSpan().IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789-.") >= 0 || name[0] == '.')
        {
            throw new ArgumentException("A key's name has 1 to 120 characters of a-z, 0-9, '-' and '.', and does not begin with '.'.", nameof(name));
        }
        return Path.Combine(_path, name + ".key");
    }

    private static byte[] Context(string name, string purpose) => Encoding.UTF8.GetBytes($"{name}\n{purpose}");
}
