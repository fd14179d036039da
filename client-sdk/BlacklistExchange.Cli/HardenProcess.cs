using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace BlacklistExchange.Cli;

/// <summary>
/// Identifiers and entry keys pass through this process. The runtime opens a diagnostics socket before any of our code runs, over which another process of the
/// same user may ask for a memory dump, and only its environment turns that off: so the program starts itself again with the setting, under the same process id.
/// </summary>
internal static class HardenProcess
{
    private const string Setting = "DOTNET_EnableDiagnostics";
    private const string Self = "/proc/self/exe";
    private static readonly string Program = typeof(HardenProcess).Assembly.GetName().Name!;
    private const int SetDumpable = 4;
    private const int CoreLimit = 4;

    /// <summary>Does nothing off Linux, or where it is a guest in another program, as in a test. A failure is said and stops nobody.</summary>
    public static void Run(TextWriter error)
    {
        if (!OperatingSystem.IsLinux() || Assembly.GetEntryAssembly() != typeof(HardenProcess).Assembly)
        {
            return;
        }
        if (Environment.GetEnvironmentVariable(Setting) != "0")
        {
            Restart();
            error.WriteLine($"{Program}: the runtime's diagnostics socket cannot be turned off; set {Setting}=0.");
        }
        if (prctl(SetDumpable, 0, 0, 0, 0) != 0 || setrlimit(CoreLimit, [0, 0]) != 0)
        {
            error.WriteLine($"{Program}: memory dumps of this process cannot be forbidden.");
        }
    }

    /// <summary>Comes back only when it failed.</summary>
    private static void Restart()
    {
        try
        {
            // The sockets of this first start would stay behind: nobody closes them when the process is replaced.
            foreach (string left in (string[])[$"dotnet-diagnostic-{Environment.ProcessId}-*", $"clr-debug-pipe-{Environment.ProcessId}-*"])
            {
                Array.ForEach(Directory.GetFiles(Path.GetTempPath(), left), File.Delete);
            }
            byte[] prefix = Encoding.ASCII.GetBytes(Setting + "=");
            IEnumerable<byte[]> environment = Texts("/proc/self/environ").Where(one => !one.AsSpan().StartsWith(prefix)).Append(Encoding.ASCII.GetBytes(Setting + "=0"));
            string program = File.ResolveLinkTarget(Self, returnFinalTarget: false)?.FullName is { } path && File.Exists(path) ? path : Self;
            _ = execve(program, Pointers(Texts("/proc/self/cmdline")), Pointers(environment));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Without /proc there is no way to start again.
        }
    }

    private static List<byte[]> Texts(string path)
    {
        List<byte[]> texts = [];
        ReadOnlySpan<byte> rest = File.ReadAllBytes(path);
        for (int end; (end = rest.IndexOf((byte)0)) >= 0; rest = rest[(end + 1)..])
        {
            texts.Add(rest[..end].ToArray());
        }
        return texts;
    }

    /// <summary>C texts behind a null-terminated array; never freed, since the process is replaced or ends soon.</summary>
    private static nint[] Pointers(IEnumerable<byte[]> texts) =>
        [.. texts.Select(static text =>
        {
            nint copy = Marshal.AllocHGlobal(text.Length + 1);
            Marshal.Copy(text, 0, copy, text.Length);
            Marshal.WriteByte(copy, text.Length, 0);
            return copy;
        }), 0];

    [DllImport("libc")]
    private static extern int prctl(int option, nuint first, nuint second, nuint third, nuint fourth);

    [DllImport("libc")]
    private static extern int setrlimit(int resource, ulong[] limits);

    [DllImport("libc")]
    private static extern int execve([MarshalAs(UnmanagedType.LPUTF8Str)] string path, nint[] arguments, nint[] environment);
}
