namespace BlacklistExchange.Server.Storage;

/// <summary>
/// The exclusive lock on a data folder: a store has one writer, so there is one process. Advisory (flock), released by the kernel when the process ends,
/// however it ends.
/// </summary>
internal sealed class DataFolderLock : IDisposable
{
    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <summary>Null when another process has it.</summary>
    public static DataFolderLock? TryTake(DataFolder folder)
    {
        FileStream file;
        try
        {
            file = new FileStream(folder.Lock, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = DurableFile.OwnerOnly,
            });
        }
        catch (IOException) when (File.Exists(folder.Lock))
        {
            return null;
        }
        // The framework's own lock can be switched off by an environment variable; this one cannot.
        if (Posix.TryLock(file.SafeFileHandle, folder.Lock))
        {
            return new DataFolderLock(file);
        }
        file.Dispose();
        return null;
    }

    public static DataFolderLock Take(DataFolder folder) => TryTake(folder) ?? throw new SetupException(
        $"Another bex-hub is using {folder.Path} (it holds {folder.Lock}). Stop it first: a store has one writer.");

    public void Dispose() => _file.Dispose();
}
