using System.Diagnostics;
using System.Text.Json;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.KillTest;

/// <summary>bex-hub as a real process over one data folder.</summary>
internal sealed class HubProcess(string folder)
{
    private readonly string _data = Path.Combine(folder, "hub");
    private Process? _serving;

    public string Database => Path.Combine(_data, "hub.db");

    public Uri MemberPort { get; private set; } = null!;

    /// <summary>Runs a verb to its end; throws with what it said unless it ends with 0.</summary>
    public async Task VerbAsync(params string[] arguments)
    {
        using Process verb = Start([.. arguments, "--data", _data]);
        Task<string> output = verb.StandardOutput.ReadToEndAsync();
        string errors = await verb.StandardError.ReadToEndAsync();
        await verb.WaitForExitAsync();
        BrokenPromiseException.Unless(verb.ExitCode == 0, $"bex-hub {string.Join(' ', arguments)} ended with {verb.ExitCode}:\n{await output}{errors}");
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
        Process process = _serving = Start(["serve", "--data", _data, "--set", "Member:Port=0", "--set", "Operator:Port=0", "--set", "Public:Port=0", "--set", "Policy:SnapshotSeconds=1"]);
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

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        BrokenPromiseException.Unless(!_serving!.HasExited, $"The hub has ended by itself with {(_serving.HasExited ? _serving.ExitCode : 0)}; see {folder}/hub.log");
        _serving.Kill();
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
    }

    private static Process Start(IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "bex-hub.dll"));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start) ?? throw new InvalidOperationException("bex-hub cannot be started.");
    }
}
