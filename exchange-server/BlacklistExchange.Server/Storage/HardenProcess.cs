using System.Reflection;
using System.Text;

namespace BlacklistExchange.Server.Storage;

/// <summary>
/// Keys live in this process. The runtime opens a diagnostics socket before any of our code runs, over which another process of the same user may ask for a memory dump,
/// and only its environment turns that off. So a hub that was started without the setting starts itself again with it, under the same process id.
/// </summary>
internal static class HardenProcess
{
    private const string Setting = "DOTNET_EnableDiagnostics";
    private const string Self = "/proc/self/exe";

    /// <summary>Does nothing where the hub is a guest in another program, as in a test.</summary>
    public static void Run()
    {
        if (!OperatingSystem.IsLinux() || Assembly.GetEntryAssembly() != typeof(HardenProcess).Assembly)
        {
            return;
        }
        if (Environment.GetEnvironmentVariable(Setting) != "0")
        {
            throw Restart();
        }
        Posix.ForbidDumps();
    }

    private static SetupException Restart()
    {
        // The sockets of this first start would stay behind: nobody closes them when the process is replaced.
        foreach (string left in (string[])[$"dotnet-diagnostic-{Environment.ProcessId}-*", $"clr-debug-pipe-{Environment.ProcessId}-*"])
        {
            foreach (string socket in Directory.EnumerateFiles(Path.GetTempPath(), left))
            {
                File.Delete(socket);
            }
        }
        byte[] prefix = Encoding.ASCII.GetBytes(Setting + "=");
        IEnumerable<byte[]> environment = Texts("/proc/self/environ").Where(one => !one.AsSpan().StartsWith(prefix)).Append(Encoding.ASCII.GetBytes(Setting + "=0"));
        string program = File.ResolveLinkTarget(Self, returnFinalTarget: false)?.FullName is { } path && File.Exists(path) ? path : Self;
        IOException failure = Posix.Become(program, Texts("/proc/self/cmdline"), environment);
        return new SetupException($"The diagnostics socket cannot be turned off: {failure.Message} Set {Setting}=0 in the environment of the hub.", failure);
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
}
