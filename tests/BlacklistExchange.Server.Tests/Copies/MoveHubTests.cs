using BlacklistExchange.Server.Copies;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Tests.Engines;

namespace BlacklistExchange.Server.Tests.Copies;

public sealed class MoveHubTests
{
    [PostgresFact]
    public async Task Moves_every_row_and_serves_the_same_from_postgres()
    {
        await using FullHub hub = await FullHub.StartAsync(postgres: false);
        using TestDatabase target = TestDatabase.Empty(PostgresCluster.Shared);
        Seen before = await Seen.ByAsync(hub, hub.Hub.Host);
        await hub.StopAsync();
        IReadOnlyList<TableDigest> rows = FullHub.Digests(new SqliteEngine(hub.Hub.Folder.At("hub.db")));

        MoveResponse moved = MoveHub.Run(new MoveHub.Request(hub.Hub.Folder, target.ConnectionFile!), TimeProvider.System, BackupRig.Silent);
        Assert.Equal(rows, moved.Tables);
        Assert.Equal(rows, FullHub.Digests(target.Engine));
        Assert.Equal(rows, FullHub.Digests(new SqliteEngine(hub.Hub.Folder.At("hub.db"))));
        Assert.Equal(StoreEngineName.Postgres, HubSettings.Read(hub.Hub.Folder, []).Store.Engine);
        await using HubHost there = await hub.ServeAsync(hub.Hub.Folder);
        Seen after = await Seen.ByAsync(hub, there);
        Assert.Equal(before.Files, after.Files);
        Assert.Equal(before.Evaluated, after.Evaluated);
        Assert.Equal((70, 71), await FullHub.NextNumberAsync(there));
    }

    [PostgresFact]
    public async Task Refuses_a_running_hub_a_full_target_and_a_hub_on_postgres()
    {
        await using FullHub hub = await FullHub.StartAsync(postgres: false);
        using TestDatabase target = TestDatabase.Empty(PostgresCluster.Shared);
        MoveHub.Request request = new(hub.Hub.Folder, target.ConnectionFile!);
        byte[] settings = await File.ReadAllBytesAsync(hub.Hub.Folder.Settings);
        Assert.Contains("Another bex-hub is using", Refused(request), StringComparison.Ordinal);
        await hub.StopAsync();

        using TestDatabase full = TestDatabase.Migrated(PostgresCluster.Shared);
        full.Execute("INSERT INTO audit (at, actor_spki, actor, verb, target) VALUES (0, '', '', '', '')");
        Assert.Contains("audit holds rows already", Refused(request with { ConnectionFile = full.ConnectionFile! }), StringComparison.Ordinal);
        full.Execute("INSERT INTO operator_certificate (spki_sha256, operator, certificate, not_after, status, created_at) VALUES ('', 'o', '', 0, 'active', 0)");
        Assert.Contains("holds an exchange already", Refused(request with { ConnectionFile = full.ConnectionFile! }), StringComparison.Ordinal);
        Assert.Equal(settings, await File.ReadAllBytesAsync(hub.Hub.Folder.Settings));

        MoveHub.Run(request, TimeProvider.System, BackupRig.Silent);
        Assert.Contains("is on PostgreSQL already", Refused(request), StringComparison.Ordinal);
    }

    /// <summary>The target refuses a row in the middle of the last tables: nothing of the others stays, and the source serves on.</summary>
    [PostgresFact]
    public async Task Keeps_the_source_serving_when_the_target_refuses()
    {
        await using FullHub hub = await FullHub.StartAsync(postgres: false);
        using TestDatabase target = TestDatabase.Migrated(PostgresCluster.Shared);
        target.Execute("ALTER TABLE report_item ADD CONSTRAINT meddles CHECK (item = 0)");
        Seen before = await Seen.ByAsync(hub, hub.Hub.Host);
        await hub.StopAsync();
        IReadOnlyList<TableDigest> rows = FullHub.Digests(new SqliteEngine(hub.Hub.Folder.At("hub.db")));

        string message = Refused(new MoveHub.Request(hub.Hub.Folder, target.ConnectionFile!));
        Assert.Contains("serves from", message, StringComparison.Ordinal);
        Assert.Contains("meddles", message, StringComparison.Ordinal);
        Assert.All(FullHub.Digests(target.Engine), static table => Assert.Equal(0, table.Rows));
        Assert.Equal(rows, FullHub.Digests(new SqliteEngine(hub.Hub.Folder.At("hub.db"))));
        await hub.Hub.RestartAsync();
        Assert.Equal(before.Evaluated, (await Seen.ByAsync(hub, hub.Hub.Host)).Evaluated);
    }

    private static string Refused(MoveHub.Request request) => Assert.Throws<SetupException>(() => MoveHub.Run(request, TimeProvider.System, BackupRig.Silent)).Message;
}
