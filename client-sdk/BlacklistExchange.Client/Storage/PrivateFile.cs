namespace BlacklistExchange.Client.Storage;

/// <summary>Files and directories that only their owner may read (0600, 0700).</summary>
internal static class PrivateFile
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute |
        UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Creates a new file with mode 0600; an existing one is an <see cref="IOException"/>.</summary>
    public static FileStream Create(string path) => new(path, Options(FileMode.CreateNew, FileAccess.Write));

    /// <summary>Opens or creates a file with mode 0600 for reading and writing, alone.</summary>
    public static FileStream OpenAlone(string path) => new(path, Options(FileMode.OpenOrCreate, FileAccess.ReadWrite));

    /// <summary>Makes a directory with mode 0700, and its parents.</summary>
    public static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }
        Directory.CreateDirectory(path, Owner | UnixFileMode.UserExecute);
    }

    /// <summary>True when somebody other than the owner may read or write the file. Never true on Windows, where the directory's list decides.</summary>
    public static bool IsLoose(string path) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0;

    private static FileStreamOptions Options(FileMode mode, FileAccess access)
    {
        FileStreamOptions options = new() { Mode = mode, Access = access, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Owner;
        }
        return options;
    }
}
