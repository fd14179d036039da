using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using BlacklistExchange.Protocol.Tests.Gates;

namespace BlacklistExchange.Server.Tests.Gates;

/// <summary>ops/systemd, as the hub's parser and systemd's own tool read it. No unit is started.</summary>
public sealed partial class UnitTests : IDisposable
{
    /// <summary>Of 100; what is left is the network, a user of its own, and memory that the runtime makes executable.</summary>
    private const int Exposure = 20;
    private static readonly string[] Services = ["bex-agent.service", "bex-hub.service", "bex-hub-backup.service"];
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Keeps_the_units_startable_and_agreeing()
    {
        string[] hub = Lines("bex-hub.service");
        string[] backup = Lines("bex-hub-backup.service");
        string serve = hub.Single(static line => line.StartsWith("ExecStart=", StringComparison.Ordinal));
        Assert.Empty(ContainerTests.Verbs().Parse(serve.Split(' ')[1..]).Errors);
        Assert.NotEmpty(ContainerTests.Verbs().Parse([.. serve.Split(' ')[1..], "--horse"]).Errors);
        Match taken = Backup().Match(backup.Single(static line => line.StartsWith("ExecStart=", StringComparison.Ordinal)));
        Assert.True(taken.Success);
        Assert.Empty(ContainerTests.Verbs().Parse([.. taken.Groups["words"].Value.Split(' '), taken.Groups["file"].Value]).Errors);
        Assert.Contains(serve.Split(' ')[^1], taken.Groups["words"].Value.Split(' '));
        string folder = Path.GetDirectoryName(taken.Groups["file"].Value)!;
        Assert.Contains($"ReadWritePaths={folder}", backup);
        Assert.Contains($"ExecStartPost=/usr/bin/find {folder} -maxdepth 1 -type f -name hub-* -mtime +30 -delete", backup);
        foreach (string line in (string[])["User=bex-hub", "Group=bex-hub", "UMask=0077", "NoNewPrivileges=yes", "ProtectSystem=strict", "StateDirectory=bex-hub", "CapabilityBoundingSet=", "Environment=DOTNET_BUNDLE_EXTRACT_BASE_DIR=/var/cache/bex-hub"])
        {
            Assert.Contains(line, hub);
            Assert.Contains(line, backup);
        }
        Assert.Contains("LoadCredentialEncrypted=kek:/etc/credstore.encrypted/kek", hub);
        Assert.Contains("LoadCredentialEncrypted=", Lines("bex-hub-officers.conf"));
        int stop = int.Parse(hub.Single(static line => line.StartsWith("TimeoutStopSec=", StringComparison.Ordinal)).Split('=')[1], CultureInfo.InvariantCulture);
        LimitOptions limits = new();
        Assert.True(stop > limits.DrainSeconds + limits.ShutdownSeconds);
    }

    /// <summary>The nightly command as the shell gets it: systemd's own escapes undone, the hub replaced by what repeats its words.</summary>
    [Fact]
    public async Task Names_a_backup_by_its_time()
    {
        string line = Lines("bex-hub-backup.service").Single(static line => line.StartsWith("ExecStart=/bin/sh -euc '", StringComparison.Ordinal));
        string script = line["ExecStart=/bin/sh -euc '".Length..^1].Replace("$$", "$", StringComparison.Ordinal).Replace("%%", "%", StringComparison.Ordinal).Replace("/usr/lib/bex-hub/bex-hub", "echo", StringComparison.Ordinal);
        (int code, string said) = await RunAsync("/bin/sh", "-euc", script);
        Assert.Equal(0, code);
        Assert.Matches(@"^backup --data /var/lib/bex-hub/data --out /var/backups/bex-hub/hub-\d{8}T\d{6}Z\n$", said);
    }

    [SystemdFact]
    public async Task Keeps_units_that_systemd_understands()
    {
        Install();
        foreach (string unit in (string[])[.. Services, "bex-hub-backup.timer"])
        {
            Assert.Equal((0, ""), await RunAsync(SystemdFactAttribute.Program, "verify", "--man=no", _temp.At(unit)));
        }
        Directory.CreateDirectory(_temp.At("bex-hub.service.d"));
        File.Copy(Repository.At("ops/systemd/bex-hub-officers.conf"), _temp.At("bex-hub.service.d/officers.conf"));
        Assert.Equal((0, ""), await RunAsync(SystemdFactAttribute.Program, "verify", "--man=no", _temp.At("bex-hub.service")));
        File.AppendAllText(_temp.At("bex-hub.service.d/officers.conf"), "Horse=yes\n");
        Assert.Contains("Horse", (await RunAsync(SystemdFactAttribute.Program, "verify", "--man=no", _temp.At("bex-hub.service"))).Said, StringComparison.Ordinal);
    }

    [SystemdFact]
    public async Task Keeps_units_that_systemd_finds_closed()
    {
        Install();
        foreach (string unit in Services)
        {
            (int code, string said) = await SecurityAsync(unit);
            Assert.True(code == 0, said);
        }
        File.AppendAllText(_temp.At("bex-hub.service"), "[Service]\nProtectSystem=no\nUser=root\nCapabilityBoundingSet=~\n");
        Assert.NotEqual(0, (await SecurityAsync("bex-hub.service")).Code);
    }

    private Task<(int Code, string Said)> SecurityAsync(string unit) =>
        RunAsync(SystemdFactAttribute.Program, "security", "--no-pager", "--offline=true", $"--threshold={Exposure}", _temp.At(unit));

    /// <summary>Copies whose programs are there: systemd asks whether they can be run.</summary>
    private void Install()
    {
        foreach (string unit in (string[])[.. Services, "bex-hub-backup.timer"])
        {
            File.WriteAllText(_temp.At(unit), Program().Replace(Repository.Read($"ops/systemd/{unit}"), "ExecStart=/bin/true"));
        }
    }

    private static string[] Lines(string unit) => Repository.Read($"ops/systemd/{unit}").Split('\n');

    private static async Task<(int Code, string Said)> RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }

    [GeneratedRegex("""exec /usr/lib/bex-hub/bex-hub (?<words>backup .* --out) "(?<file>[^"]+)"'$""")]
    private static partial Regex Backup();

    [GeneratedRegex("^ExecStart=/usr/lib/\\S+", RegexOptions.Multiline)]
    private static partial Regex Program();
}
