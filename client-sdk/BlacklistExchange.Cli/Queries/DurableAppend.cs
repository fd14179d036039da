using System.Text;

namespace BlacklistExchange.Cli.Queries;

/// <summary>
/// Appends text to a file of mode 0600 so that it is on the disk when the call returns: written through, one write a batch, since the runtime's own flush hides
/// errors of fsync.
/// </summary>
internal sealed class DurableAppend : IDisposable
{
    private const int Chunk = 1 << 20;

    private readonly FileStream _stream;

    private DurableAppend(FileStream stream) => _stream = stream;

    public static DurableAppend Create(string path) => new(new FileStream(path, Options(FileMode.CreateNew)));

    public static DurableAppend Open(string path) => new(new FileStream(path, Options(FileMode.Append)));

    /// <summary>Writes a whole file beside its name and moves it there, so that a stop leaves the old content or the new.</summary>
    /// <param name="path">The file; it may be read meanwhile.</param>
    /// <param name="fill">Gives the content, piece by piece, to the action it is handed.</param>
    public static void Replace(string path, Action<Action<string>> fill)
    {
        string beside = path + ".new";
        File.Delete(beside);
        using (DurableAppend file = Create(beside))
        {
            StringBuilder text = new();
            fill(piece =>
            {
                if (text.Append(piece).Length >= Chunk)
                {
                    file.Write(text.ToString());
                    text.Clear();
                }
            });
            file.Write(text.ToString());
        }
        File.Move(beside, path, overwrite: true);
    }

    public void Write(string text)
    {
        if (text.Length > 0)
        {
            _stream.Write(Encoding.UTF8.GetBytes(text));
        }
    }

    public void Dispose() => _stream.Dispose();

    private static FileStreamOptions Options(FileMode mode)
    {
        FileStreamOptions options = new() { Mode = mode, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0, Options = FileOptions.WriteThrough };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        return options;
    }
}
