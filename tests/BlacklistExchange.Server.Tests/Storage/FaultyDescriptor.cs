using System.Runtime.InteropServices;

namespace BlacklistExchange.Server.Tests.Storage;

/// <summary>Puts a read-only descriptor under a file that this process has open: reads go on, every write and fsync meets a real error of the kernel.</summary>
internal static class FaultyDescriptor
{
    public static void BreakWrites(string path)
    {
        int broken = 0;
        foreach (FileInfo link in new DirectoryInfo("/proc/self/fd").EnumerateFiles())
        {
            if (link.LinkTarget == path && int.TryParse(link.Name, out int descriptor))
            {
                int replacement = open(path, 0, 0);
                Assert.True(replacement >= 0 && dup2(replacement, descriptor) == descriptor);
                Assert.Equal(0, close(replacement));
                broken++;
            }
        }
        Assert.True(broken > 0, $"{path} is not open in this process.");
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, int mode);

    [DllImport("libc", SetLastError = true)]
    private static extern int dup2(int from, int to);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int descriptor);
}
