using System.CommandLine;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Telemetry;
using BlacklistExchange.Server.Tests.Engines;

namespace BlacklistExchange.Server.Tests.OperatorConsole;

public sealed class JoinHubTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    /// <summary>The folder that it made serves beside the first, by its own settings.</summary>
    [PostgresFact]
    public async Task Returns_a_folder_that_serves_beside_the_first()
    {
        await using HubFixture first = await HubFixture.StartAsync(TestDatabase.Migrated(PostgresCluster.Shared));
        DataFolder folder = new(_temp.At("second"));
        JoinHub.Result made = JoinHub.Run(first.Folder, folder, "second");
        Assert.Equal(first.Folder.At("keys"), made.Keys);
        HubOptions options = HubSettings.Read(folder, []);
        Assert.Equal("second", NodeName.Of(options));
        Assert.Equal([folder.Certificates], Directory.GetDirectories(folder.Path));
        await using HubHost second = await HubHost.StartAsync(folder, options, new HubSurroundings(first.Time, static cause => throw new InvalidOperationException(cause), static _ => { }), CancellationToken.None);
        using OperatorClient there = OperatorClient.Open(second.Address(HubPort.Operator), first.Folder.At("operator"));
        Assert.NotEqual(first.Host.Address(HubPort.Operator), second.Address(HubPort.Operator));
        Assert.Empty((await there.GetAsync("epochs", Server.Epochs.EpochsJson.Default.AllEpochsResponse, CancellationToken.None)).Epochs);
    }

    /// <summary>As an init container runs it before every start.</summary>
    [PostgresFact]
    public async Task Keeps_a_folder_that_is_the_nodes_already()
    {
        await using HubFixture first = await HubFixture.StartAsync(TestDatabase.Migrated(PostgresCluster.Shared));
        string[] join = ["join", "--if-missing", "--from", first.Folder.Path, "--data", _temp.At("second"), "--node", "second"];
        DataFolder folder = new(_temp.At("second"));
        // What a run that was stopped leaves.
        DataFolder.Create(folder.Path);
        DataFolder.Create(folder.Certificates);
        File.WriteAllText(folder.RootCertificate, "half");

        Assert.Equal(0, await RunAsync(join));
        byte[] made = File.ReadAllBytes(folder.Settings);
        Assert.Equal(File.ReadAllBytes(first.Folder.RootCertificate), File.ReadAllBytes(folder.RootCertificate));
        Assert.Equal(0, await RunAsync(join));
        Assert.Equal(made, File.ReadAllBytes(folder.Settings));
        Assert.Equal(2, await RunAsync([.. join[..^1], "third"]));
        Assert.Equal(2, await RunAsync([.. join.Except(["--if-missing"])]));
        Assert.Equal(made, File.ReadAllBytes(folder.Settings));
    }

    [Fact]
    public async Task Refuses_an_sqlite_hub_a_bad_name_and_a_folder_that_is_not_empty()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        Assert.Contains(TestDatabase.IsPostgres ? "must be 2 to" : "SQLite", Assert.Throws<SetupException>(() => JoinHub.Run(hub.Folder, new DataFolder(_temp.At("new")), "Not a name")).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_temp.At("new")));
        if (TestDatabase.IsPostgres)
        {
            Assert.Contains("not empty", Assert.Throws<SetupException>(() => JoinHub.Run(hub.Folder, hub.Folder, "second")).Message, StringComparison.Ordinal);
        }
    }

    private static Task<int> RunAsync(string[] arguments)
    {
        RootCommand root = new("test") { JoinCommand.Create() };
        root.Options.Add(ConsoleOptions.Data);
        return root.Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = TextWriter.Null, Error = TextWriter.Null });
    }
}
