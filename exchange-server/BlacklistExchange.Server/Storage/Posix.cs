using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BlacklistExchange.Server.Storage;

/// <summary>The few calls the framework hides or has not: fsync with its error, advisory locks, leaving at once, whose a file is, and keeping memory to oneself.</summary>
internal static class Posix
{
    private const int ReadOnly = 0;
    private const int LockExclusive = 2;
    private const int LockNonBlocking = 4;
    private const int WouldBlock = 11;
    private const int Interrupted = 4;
    private const int SetDumpable = 4;
    private const int CoreLimit = 4;
    private const int FromHere = -100;
    private const int NotThroughLinks = 0x100;
    private const uint UserAndGroup = 0x18;

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

    /// <summary>No core file, and no other process of this user may attach or read this one's memory.</summary>
    public static void ForbidDumps()
    {
        if (prctl(SetDumpable, 0, 0, 0, 0) != 0 || setrlimit(CoreLimit, new Limits(0, 0)) != 0)
        {
            throw new IOException($"Memory dumps of this process cannot be forbidden: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}.");
        }
    }

    /// <summary>The user that this process acts as.</summary>
    public static uint EffectiveUser() => geteuid();

    /// <summary>The group that this process acts as, without those it is in besides.</summary>
    public static uint EffectiveGroup() => getegid();

    /// <summary>Whose a file is; of a link, the link's.</summary>
    public static (uint User, uint Group) OwnerOf(string path)
    {
        FileStatus status = default;
        return statx(FromHere, path, NotThroughLinks, UserAndGroup, ref status) == 0 ? (status.User, status.Group)
            : throw new IOException($"{path} cannot be looked at: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}.");
    }

    /// <summary>Becomes another program under the same process id; comes back only when that failed.</summary>
    public static IOException Become(string path, IEnumerable<byte[]> arguments, IEnumerable<byte[]> environment)
    {
        _ = execve(path, Pointers(arguments), Pointers(environment));
        return new IOException($"{path} cannot be started again: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}.");
    }

    /// <summary>C texts behind a null-terminated array; never freed, since the process is replaced or ends.</summary>
    private static nint[] Pointers(IEnumerable<byte[]> texts) =>
        [.. texts.Select(static text =>
        {
            nint copy = Marshal.AllocHGlobal(text.Length + 1);
            Marshal.Copy(text, 0, copy, text.Length);
            Marshal.WriteByte(copy, text.Length, 0);
            return copy;
        }), 0];

    [DllImport("libc", SetLastError = true)]
    private static extern int fsync(SafeFileHandle handle);

    [DllImport("libc", SetLastError = true)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, int mode);

    [DllImport("libc", SetLastError = true)]
    private static extern int flock(SafeFileHandle handle, int operation);

    [DllImport("libc")]
    private static extern uint geteuid();

    [DllImport("libc")]
    private static extern uint getegid();

    [DllImport("libc", SetLastError = true)]
    private static extern int statx(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, ref FileStatus status);

    [DllImport("libc")]
    private static extern void _exit(int code);

    [DllImport("libc", SetLastError = true)]
    private static extern int prctl(int option, nuint first, nuint second, nuint third, nuint fourth);

    [DllImport("libc", SetLastError = true)]
    private static extern int setrlimit(int resource, in Limits limits);

    [DllImport("libc", SetLastError = true)]
    private static extern int execve([MarshalAs(UnmanagedType.LPUTF8Str)] string path, nint[] arguments, nint[] environment);

    /// <summary>The kernel's <c>struct statx</c>, the same on every processor: 256 bytes, of which two fields are read.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct FileStatus
    {
        [FieldOffset(20)]
        public uint User;

        [FieldOffset(24)]
        public uint Group;
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Limits(ulong Soft, ulong Hard);
}
