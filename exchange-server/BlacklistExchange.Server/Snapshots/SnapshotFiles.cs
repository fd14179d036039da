using System.Security.Cryptography;
using BlacklistExchange.Protocol.Snapshots;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Snapshots;

/// <summary>
/// The folder of snapshot and delta files. A file's name is its SHA-256 in hexadecimal; it is complete and durable before it has that name, and never changes.
/// The name is the permission to fetch it, so no exception that leaves here carries it into a log.
/// </summary>
internal sealed class SnapshotFiles
{
    private readonly string _folder;

    public SnapshotFiles(DataFolder folder, HubOptions options)
    {
        _folder = folder.At(options.SnapshotFolder);
        DataFolder.Create(_folder);
    }

    public void Write(byte[] digest, Action<Stream> write) => Nameless(digest, path =>
    {
        DurableFile.Write(path, write);
        return true;
    });

    /// <summary>The file is there with that length.</summary>
    public bool Holds(byte[] digest, ulong length) => new FileInfo(PathOf(digest)) is { Exists: true } file && (ulong)file.Length == length;

    /// <summary>The file is there, and every byte of it is the one that was written.</summary>
    public bool IsSound(byte[] digest, ulong length)
    {
        try
        {
            using FileStream? stream = TryOpen(digest, length);
            return stream is not null && SHA256.HashData(stream).AsSpan().SequenceEqual(digest);
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Null when the file is not there or of another length. What is opened stays readable when the file is deleted.</summary>
    public FileStream? TryOpen(byte[] digest, ulong length) => Nameless(digest, path =>
    {
        if (!File.Exists(path))
        {
            return null;
        }
        FileStream stream = new(path, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.Read | FileShare.Delete, BufferSize = 0, Options = FileOptions.Asynchronous });
        if ((ulong)stream.Length == length)
        {
            return stream;
        }
        stream.Dispose();
        return null;
    });

    /// <summary>Null when the file is not there or of another length.</summary>
    public MappedFile? TryMap(byte[] digest, ulong length) => Holds(digest, length) ? Nameless(digest, MappedFile.Open) : null;

    public void Delete(byte[] digest) => Nameless(digest, path =>
    {
        DurableFile.Delete(path);
        return true;
    });

    /// <summary>
    /// Deletes whatever is not one of the files named and was written before <paramref name="before"/>: what a stop between file and row has left, and half-written ones.
    /// Returns how many.
    /// </summary>
    public int Sweep(IEnumerable<byte[]> known, DateTimeOffset before)
    {
        HashSet<string> names = [.. known.Select(Convert.ToHexStringLower)];
        string[] strays = [.. Directory.EnumerateFiles(_folder).Where(path => !names.Contains(Path.GetFileName(path)) && File.GetLastWriteTimeUtc(path) <= before.UtcDateTime)];
        Array.ForEach(strays, DurableFile.Delete);
        return strays.Length;
    }

    private T Nameless<T>(byte[] digest, Func<string, T> work)
    {
        try
        {
            return work(PathOf(digest));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string message = exception.Message.Replace(Convert.ToHexStringLower(digest), "(a file)", StringComparison.Ordinal);
            throw exception is FileNotWrittenException ? new FileNotWrittenException(message) : new IOException(message);
        }
    }

    private string PathOf(byte[] digest) => Path.Combine(_folder, Convert.ToHexStringLower(digest));
}
