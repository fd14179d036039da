using System.Security.Cryptography;

namespace BlacklistExchange.Server.Storage;

/// <summary>
/// Writes a file so that after a crash either the old bytes or all the new ones are there: temporary file, fsync, rename, fsync of the folder.
/// The order of the lines is the guarantee; a stop between any two leaves at most a <c>.tmp</c> file that nothing reads. Mode 0600.
/// </summary>
internal static class DurableFile
{
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Throws <see cref="FileNotWrittenException"/> when the disk refuses.</summary>
    public static void Write(string path, byte[] bytes) => Write(path, stream => stream.Write(bytes));

    /// <summary>The same for content too large to hold in memory.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        string folder = Folder(path);
        string temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{RandomNumberGenerator.GetHexString(12, lowercase: true)}.tmp");
        try
        {
            using (FileStream stream = Open(temporary))
            {
                write(stream);
                stream.Flush();
                Posix.Fsync(stream.SafeFileHandle, temporary);
            }
            File.Move(temporary, path, overwrite: true);
            Posix.FsyncFolder(folder);
        }
        catch (Exception exception)
        {
            Discard(temporary);
            if (exception is not (IOException or UnauthorizedAccessException))
            {
                throw;
            }
            throw new FileNotWrittenException($"{path} could not be written: {exception.Message}", exception);
        }
    }

    /// <summary>Removes the file and makes the removal durable; absent is fine.</summary>
    public static void Delete(string path)
    {
        try
        {
            File.Delete(path);
            Posix.FsyncFolder(Folder(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FileNotWrittenException($"{path} could not be deleted: {exception.Message}", exception);
        }
    }

    /// <summary>What was wrong with the file is worse than what is left of it.</summary>
    private static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Nothing reads it.
        }
    }

    private static FileStream Open(string temporary) => new(temporary, new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.Write,
        Share = FileShare.None,
        UnixCreateMode = OwnerOnly,
    });

    private static string Folder(string path) =>
        Path.GetDirectoryName(Path.GetFullPath(path)) ?? throw new ArgumentException($"{path} names no file.", nameof(path));
}
