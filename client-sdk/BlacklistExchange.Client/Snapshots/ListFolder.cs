using System.Globalization;
using BlacklistExchange.Client.Storage;

namespace BlacklistExchange.Client.Snapshots;

/// <summary>
/// Where a list lies on disk: <c>current</c> (the signed manifest in force; replacing it swaps the whole list), <c>seen</c> (the highest sequence ever
/// accepted), <c>epochs/n</c> (signed descriptors), <c>files/digest</c> (immutable), <c>lock</c>. Nothing here is secret or tells what was asked.
/// Several processes may read one folder; one at a time writes, under the lock.
/// </summary>
internal sealed class ListFolder
{
    private const string PartSuffix = ".part";
    private const string DeltaSuffix = ".delta";
    private readonly string _root;

    public ListFolder(string root)
    {
        _root = root;
        PrivateFile.CreateDirectory(_root);
        PrivateFile.CreateDirectory(Path.Combine(_root, "files"));
        PrivateFile.CreateDirectory(Path.Combine(_root, "epochs"));
    }

    /// <summary>Path of a finished file.</summary>
    public string FilePath(ReadOnlySpan<byte> digest) => Path.Combine(_root, "files", Convert.ToHexStringLower(digest));

    /// <summary>Path of a delta while it is applied.</summary>
    public string DeltaPath(ReadOnlySpan<byte> digest) => FilePath(digest) + DeltaSuffix;

    /// <summary>Path of a file that is not finished; it survives a stop, so that a download resumes.</summary>
    public static string PartPath(string path) => path + PartSuffix;

    /// <summary>Waits for the right to write; null when another process keeps it for longer than <paramref name="patience"/>.</summary>
    public async Task<FileStream?> LockAsync(TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        while (true)
        {
            try
            {
                return PrivateFile.OpenAlone(Path.Combine(_root, "lock"));
            }
            catch (IOException) when (time.GetElapsedTime(start) < patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken).ConfigureAwait(false);
            }
            catch (IOException)
            {
                return null;
            }
        }
    }

    public SignedStructure? ReadCurrent() => Read(Path.Combine(_root, "current"));

    public void WriteCurrent(SignedStructure manifest) => DurableFile.Replace(Path.Combine(_root, "current"), manifest.ToFile());

    public SignedStructure? ReadDescriptor(uint epoch) => Read(DescriptorPath(epoch));

    public void WriteDescriptor(uint epoch, SignedStructure descriptor) => DurableFile.Replace(DescriptorPath(epoch), descriptor.ToFile());

    /// <summary>The highest sequence ever accepted, with the digest of its manifest; (0, empty) before the first.</summary>
    public (ulong Sequence, string Digest) ReadSeen()
    {
        string path = Path.Combine(_root, "seen");
        string[] parts = File.Exists(path) ? File.ReadAllText(path).Split(' ', StringSplitOptions.TrimEntries) : [];
        return parts is [var sequence, var digest] && ulong.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? (number, digest) : (0, "");
    }

    public void WriteSeen(ulong sequence, ReadOnlySpan<byte> digest) =>
        DurableFile.Replace(Path.Combine(_root, "seen"), System.Text.Encoding.ASCII.GetBytes($"{sequence} {Convert.ToHexStringLower(digest)}\n"));

    /// <summary>Deletes files that the manifest in force does not name, and what broken writes left behind. One that cannot be deleted now goes next time.</summary>
    public void DeleteAllBut(IReadOnlyCollection<byte[]> digests)
    {
        HashSet<string> kept = [.. digests.Select(digest => FilePath(digest))];
        IEnumerable<string> leftovers = Directory.EnumerateFiles(_root, "*.tmp", SearchOption.AllDirectories);
        foreach (string path in Directory.EnumerateFiles(Path.Combine(_root, "files")).Where(path => !kept.Contains(path)).Concat(leftovers).ToList())
        {
            try
            {
                File.Delete(path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Still mapped by another process on a system that forbids it.
            }
        }
    }

    private string DescriptorPath(uint epoch) => Path.Combine(_root, "epochs", epoch.ToString(CultureInfo.InvariantCulture));

    private static SignedStructure? Read(string path) => File.Exists(path) ? SignedStructure.Of(File.ReadAllBytes(path)) : null;
}
