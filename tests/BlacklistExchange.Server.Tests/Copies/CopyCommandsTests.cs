using System.CommandLine;
using System.Text.Json;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Tests.Engines;

namespace BlacklistExchange.Server.Tests.Copies;

/// <summary>The three verbs as typed.</summary>
public sealed class CopyCommandsTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [PostgresFact]
    public async Task Backs_up_restores_and_moves_from_the_command_line()
    {
        await using FullHub hub = await FullHub.StartAsync(postgres: false);
        using TestDatabase target = TestDatabase.Empty(PostgresCluster.Shared);
        string data = hub.Hub.Folder.Path;
        await RunAsync(0, "away from the sealed keys", "backup", "--data", data, "--out", _temp.At("one"));
        BackupResponse taken = JsonSerializer.Deserialize(await RunAsync(0, "taken_at", "backup", "--data", data, "--out", _temp.At("two"), "--json"), CopyJson.Default.BackupResponse)!;
        Assert.Equal((_temp.At("two"), new FileInfo(_temp.At("two")).Length), (taken.File, taken.Bytes));
        await RunAsync(2, "is there already", "backup", "--data", data, "--out", _temp.At("one"));
        await RunAsync(2, "hub.json does not exist", "backup", "--data", _temp.At("nowhere"), "--out", _temp.At("three"));

        await RunAsync(0, "The hub serves reads alone", "restore", "--data", _temp.At("r1"), "--from", _temp.At("one"), "--keys", hub.Hub.Folder.At("keys"), "--kek-file", data + ".kek");
        Assert.Equal(data + ".kek", HubSettings.Read(new DataFolder(_temp.At("r1")), []).Kek.File);
        RestoreResponse restored = JsonSerializer.Deserialize(
            await RunAsync(0, "keys_left", "restore", "--data", _temp.At("r2"), "--from", _temp.At("two"), "--keys", hub.Hub.Folder.At("keys"), "--json"), CopyJson.Default.RestoreResponse)!;
        Assert.Equal(taken.Tables, restored.Tables);
        await RunAsync(2, "is not empty", "restore", "--data", _temp.At("r1"), "--from", _temp.At("one"), "--keys", hub.Hub.Folder.At("keys"));

        await RunAsync(2, "Another bex-hub is using", "move", "--from", data, "--to", target.ConnectionFile!);
        await hub.StopAsync();
        string moved = await RunAsync(0, "Every table was read back", "move", "--from", data, "--to", target.ConnectionFile!);
        Assert.Contains("budget_grant", moved, StringComparison.Ordinal);
    }

    private async Task<string> RunAsync(int code, string expected, params string[] arguments)
    {
        RootCommand root = new("test") { BackupCommand.Create(TimeProvider.System), RestoreCommand.Create(TimeProvider.System), MoveCommand.Create(TimeProvider.System) };
        root.Options.Add(ConsoleOptions.Data);
        root.Options.Add(ConsoleOptions.Json);
        using StringWriter output = new();
        // Beside refusals a slow copy says here how far it is.
        using StringWriter error = new();
        int ended = await root.Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        Assert.True(ended == code && (code == 0 ? output : error).ToString().Contains(expected, StringComparison.Ordinal), $"{string.Join(' ', arguments)} ended with {ended}:\n{output}{error}");
        if (code == 0 && !arguments.Contains("--json"))
        {
            Assert.All(output.ToString().Split('\n').Where(static line => !line.Contains('/')), static line => Assert.True(TextWidth.Of(line) <= 80, line));
        }
        return output.ToString();
    }
}
