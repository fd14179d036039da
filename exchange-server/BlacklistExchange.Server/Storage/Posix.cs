using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BlacklistExchange.Server.Storage;

/// <summary>The few calls the framework hides or has not: fsync with its error, advisory locks, leaving at once.</summary>
internal static class Posix
{
    private const int ReadOnly = 0;
    private const int LockExclusive = 2;
    private const int LockNonBlocking = 4;
    private const int WouldBlock = 11;
    private const int Interrupted = 4;

    /// <summary>Throws <see cref="IOException"/> when the kernel could not make the file durable.</summary>
    public static void Fsync(SafeFileHandle handle, string path)
    {
        while (fsync(handle) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error != Interrupted)
            {
                throw new IOException($"fsync of {path} failed: {new Win32Exception(error).Message}.");
            }
        }
    }

    /// <summary>Makes names created, renamed or removed in the folder durable.</summary>
    public static void FsyncFolder(string path)
    {
        using SafeFileHandle handle = new(open(path, ReadOnly, 0), ownsHandle: true);
        if (handle.IsInvalid)
        {
            throw new IOException($"The folder {path} cannot be opened: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}.");
        }
        Fsync(handle, path);
    }

    /// <summary>False when another process or another open of the file holds the lock.</summary>
    public static bool TryLock(SafeFileHandle handle, string path)
    {
        if (flock(handle, LockExclusive | LockNonBlocking) == 0)
        {
            return true;
        }
        int error = Marshal.GetLastPInvokeError();
        return error == WouldBlock ? false : throw new IOException($"flock of {path} failed: {new Win32Exception(error).Message}.");
    }

    /// <summary>Ends the process now: no finalizers, no handlers, no dump, so that nothing unacknowledged can still be acknowledged.</summary>
    public static void ExitNow(int code) => _exit(code);

    [DllImport("libc", SetLastError = true)]
    private static extern int fsync(SafeFileHandle handle);

    [DllImport("libc", SetLastError = true)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, int mode);

    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle handle, int operation);

    [DllImport("libc")]
    private static extern void _exit(int code);
}
