using System.Diagnostics;
using System.Text.Json;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.KillTest;

/// <summary>bex-hub as a real process over one data folder.</summary>
internal sealed class HubProcess(string folder)
{
    private readonly string _data = Path.Combine(folder, "hub");
    private Process? _serving;

    /// <summary>Settings over those of the data folder.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>What the serving process has in its environment beside this one's.</summary>
    public IReadOnlyDictionary<string, string> Surroundings { get; init; } = new Dictionary<string, string>();

    public string Data => _data;

    public string Database => Path.Combine(_data, "hub.db");

    public Uri MemberPort { get; private set; } = null!;

    /// <summary>Runs a verb to its end; throws with what it said unless it ends with 0.</summary>
    public async Task VerbAsync(params string[] arguments)
    {
        (int code, string said) = await TryVerbAsync(arguments);
        BrokenPromiseException.Unless(code == 0, $"bex-hub {string.Join(' ', arguments)} ended with {code}:\n{said}");
    }

    /// <summary>Runs a verb to its end; its exit code and what it said.</summary>
    public async Task<(int Code, string Said)> TryVerbAsync(params string[] arguments)
    {
        using Process verb = Start([.. arguments, "--data", _data]);
        Task<string> output = verb.StandardOutput.ReadToEndAsync();
        string errors = await verb.StandardError.ReadToEndAsync();
        await verb.WaitForExitAsync();
        return (verb.ExitCode, await output + errors);
    }

    public async Task<MemberBundle> EnrolAsync(string slug, string request)
    {
        string path = Path.Combine(folder, slug);
        await File.WriteAllTextAsync(path + ".pem", request);
        await VerbAsync("entity", "add", slug, "--name", slug, "--registry-number", slug);
        await VerbAsync("member", "add", "--csr", path + ".pem", "--entity", slug, "--sector", "marketplace", "--declared", "phone=1000000/day", "--out", path + ".json");
        return JsonSerializer.Deserialize(await File.ReadAllTextAsync(path + ".json"), WireJson.Default.MemberBundle)!;
    }

    /// <summary>Serves on free ports; returns when the hub is ready.</summary>
    public async Task ServeAsync()
    {
        string ports = Path.Combine(_data, "run", "ports.json");
        File.Delete(ports);
        Process process = _serving = Start(["serve", "--data", _data, "--set", "Member:Port=0", "--set", "Operator:Port=0", "--set", "Public:Port=0", "--set", "Policy:SnapshotSeconds=1", .. Settings.SelectMany(static setting => (string[])["--set", setting])], Surroundings);
        await File.WriteAllTextAsync(Path.Combine(folder, "hub.pid"), $"{process.Id}\n");
        StreamWriter log = new(Path.Combine(folder, "hub.log"), append: true) { AutoFlush = true };
        Task output = process.StandardOutput.BaseStream.CopyToAsync(log.BaseStream);
        Task errors = process.StandardError.BaseStream.CopyToAsync(log.BaseStream);
        _ = Task.WhenAll(output, errors).ContinueWith(_ => log.Dispose(), TaskScheduler.Default);
        for (int tries = 0; !File.Exists(ports); tries++)
        {
            BrokenPromiseException.Unless(!process.HasExited && tries < 1200, $"The hub does not start again; see {folder}/hub.log");
            await Task.Delay(50);
        }
        MemberPort = new Uri(JsonDocument.Parse(await File.ReadAllBytesAsync(ports)).RootElement.GetProperty("member").GetString()!);
    }

    /// <summary>Throws when the hub has ended by itself.</summary>
    public void RequireServing() =>
        BrokenPromiseException.Unless(!_serving!.HasExited, $"The hub has ended by itself with {(_serving.HasExited ? _serving.ExitCode : 0)}; see {folder}/hub.log");

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        RequireServing();
        _serving!.Kill();
        await _serving.WaitForExitAsync();
        _serving.Dispose();
        _serving = null;
    }

    public void KillIfServing()
    {
        if (_serving is { HasExited: false } process)
        {
            process.Kill();
            process.WaitForExit();
        }
        _serving?.Dispose();
        _serving = null;
    }

    private static Process Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? surroundings = null)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "bex-hub.dll"));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach ((string name, string value) in surroundings ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }
        return Process.Start(start) ?? throw new InvalidOperationException("bex-hub cannot be started.");
    }
}
