using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BlacklistExchange.Client.Storage;

/// <summary>
/// Writes that survive a stop of the machine. The runtime's own flush hides errors of fsync, so the system is called directly and a failure is an
/// exception: what could not be made durable must not be acknowledged.
/// </summary>
internal static class DurableFile
{
    /// <summary>Asks the system to put the file's content on the disk.</summary>
    public static void Sync(SafeFileHandle handle)
    {
        if (OperatingSystem.IsWindows() ? !FlushFileBuffers(handle) : FileSync(handle) != 0)
        {
            throw new IOException($"The disk did not take the file (error {Marshal.GetLastPInvokeError()}).");
        }
    }

    /// <summary>Makes renames and new names inside a directory durable; where directories cannot be synced, the system does it itself.</summary>
    public static void SyncDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        int descriptor = Open(path, 0);
        if (descriptor < 0)
        {
            throw new IOException($"Cannot open the directory {path} (error {Marshal.GetLastPInvokeError()}).");
        }
        using SafeFileHandle handle = new(descriptor, ownsHandle: true);
        Sync(handle);
    }

    /// <summary>Puts <paramref name="content"/> in place of a file: whoever reads sees the old content or the new, also after a crash.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Its new content.</param>
    /// <param name="mustBeNew">Refuse, with an <see cref="IOException"/>, to replace a file that is there.</param>
    public static void Replace(string path, ReadOnlySpan<byte> content, bool mustBeNew = false)
    {
        string temporary = $"{path}.{Environment.ProcessId:x}-{Guid.NewGuid():N}.tmp";
        try
        {
            using (FileStream stream = PrivateFile.Create(temporary))
            {
                stream.Write(content);
                stream.Flush();
                Sync(stream.SafeFileHandle);
            }
            File.Move(temporary, path, overwrite: !mustBeNew);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
        SyncDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Moves a finished and synced file to its name.</summary>
    public static void Publish(string temporary, string path)
    {
        File.Move(temporary, path, overwrite: true);
        SyncDirectory(Path.GetDirectoryName(path)!);
    }

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int FileSync(SafeFileHandle descriptor);

    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool FlushFileBuffers(SafeFileHandle handle);
}
