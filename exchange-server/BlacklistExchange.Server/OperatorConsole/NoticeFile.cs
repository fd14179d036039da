using System.Text;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary>A new file that only its owner may read: it says what happened before anybody has decided whom to tell.</summary>
internal static class NoticeFile
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Refuses before the hub is asked.</summary>
    public static void RequireRoom(string? path)
    {
        if (path is null)
        {
            return;
        }
        if (Path.Exists(path))
        {
            throw new SetupException($"--notice {path} exists and is not overwritten: somebody may have worked on it. Name another file.");
        }
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
        {
            throw new SetupException($"--notice {path}: name a file in a folder that exists.");
        }
    }

    public static void Write(string path, string text)
    {
        try
        {
            using FileStream file = new(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Mode });
            file.Write(Encoding.UTF8.GetBytes(text));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SetupException($"--notice {path} cannot be written: {exception.Message}", exception);
        }
    }
}
