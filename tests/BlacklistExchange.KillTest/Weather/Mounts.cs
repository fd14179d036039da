using System.Diagnostics;

namespace BlacklistExchange.KillTest.Weather;

/// <summary>Small disks in memory, which fill, and are unmounted in the reverse order. Only root may mount.</summary>
internal sealed class Mounts : IDisposable
{
    private const string Filler = "filler";
    private readonly Stack<string> _mounted = new();

    /// <summary>Mounts over a folder and keeps what was in it.</summary>
    public void Add(string folder, string options)
    {
        Directory.CreateDirectory(folder);
        string[] inside = Directory.GetFiles(folder);
        List<(string Path, byte[] Bytes, UnixFileMode Mode)> kept = [.. inside.Select(static path => (path, File.ReadAllBytes(path), File.GetUnixFileMode(path)))];
        Run("mount", "-t", "tmpfs", "-o", $"mode=700,{options}", "tmpfs", folder);
        _mounted.Push(folder);
        foreach ((string path, byte[] bytes, UnixFileMode mode) in kept)
        {
            File.WriteAllBytes(path, bytes);
            File.SetUnixFileMode(path, mode);
        }
    }

    /// <summary>Until the kernel says that no space is left.</summary>
    public static void Fill(string folder)
    {
        using FileStream filler = new(Path.Combine(folder, Filler), FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] page = new byte[4096];
        try
        {
            while (true)
            {
                filler.Write(page);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public static void Free(string folder) => File.Delete(Path.Combine(folder, Filler));

    public void Dispose()
    {
        while (_mounted.TryPop(out string? folder))
        {
            Run("umount", folder);
        }
    }

    public static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        BrokenPromiseException.Unless(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {errors}");
    }
}
