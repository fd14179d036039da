using System.Net;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Copies;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Restoration;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Tests.Engines;
using Microsoft.Extensions.DependencyInjection;

namespace BlacklistExchange.Server.Tests.Copies;

public sealed class RestoreHubTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public Task Restores_sqlite_on_sqlite() => RoundTripAsync(fromPostgres: false, null);

    [PostgresFact]
    public Task Restores_sqlite_on_postgres() => RoundTripAsync(fromPostgres: false, TestDatabase.Empty(PostgresCluster.Shared));

    [PostgresFact]
    public Task Restores_postgres_on_sqlite() => RoundTripAsync(fromPostgres: true, null);

    [Fact]
    public async Task Refuses_a_place_that_is_not_empty_and_keys_that_are_not_all_there()
    {
        await using FullHub hub = await FullHub.StartAsync(postgres: false);
        BackupRig.Take(hub.Hub.Folder, _temp.At("backup"));
        Assert.Contains("is not empty", Refused(Request(hub, hub.Hub.Folder)), StringComparison.Ordinal);
        Assert.Contains("is no folder", Refused(Request(hub) with { Keys = _temp.At("nowhere") }), StringComparison.Ordinal);
        DataFolder.Create(_temp.At("some"));
        Assert.Contains("lacks 3 sealed key(s), first exchange-root.key", Refused(Request(hub) with { Keys = _temp.At("some") }), StringComparison.Ordinal);
        foreach (string path in Directory.EnumerateFiles(hub.Hub.Folder.At("keys")).Where(static path => !Path.GetFileName(path).Contains("goods", StringComparison.Ordinal)))
        {
            File.Copy(path, Path.Combine(_temp.At("some"), Path.GetFileName(path)));
        }
        Assert.Contains("lacks 6 sealed key(s)", Refused(Request(hub) with { Keys = _temp.At("some") }), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Refused(Request(hub) with { From = _temp.At("nowhere") }), StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Refuses_a_database_that_is_not_empty_and_leaves_it_as_it_is()
    {
        await using FullHub hub = await FullHub.StartAsync(postgres: false);
        BackupRig.Take(hub.Hub.Folder, _temp.At("backup"));
        using TestDatabase full = TestDatabase.Migrated(PostgresCluster.Shared);
        full.Execute("INSERT INTO audit (at, actor_spki, actor, verb, target) VALUES (0, '', 'kept', '', '')");
        Assert.Contains("audit holds rows already", Refused(Request(hub) with { ConnectionFile = full.ConnectionFile }), StringComparison.Ordinal);
        Assert.Equal("kept", full.Scalar<string>("SELECT actor FROM audit"));
        Assert.Equal(0, full.Scalar<long>("SELECT count(*) FROM entry"));
    }

    /// <summary>Keys of epochs that have ended, or that the backup does not know, stay where they are; all else of the folder comes along, sealed as it is.</summary>
    [Fact]
    public async Task Copies_the_keys_that_the_rows_name_and_those_of_the_exchange()
    {
        await using FullHub hub = await FullHub.StartAsync(postgres: false);
        string[] kept = [.. Directory.EnumerateFiles(hub.Hub.Folder.At("keys")).Select(static path => Path.GetFileName(path)!)];
        await hub.ExecuteAsync("INSERT INTO epoch (list, epoch, descriptor, descriptor_digest, signature, not_before, not_after, opened_at) VALUES ('goods', 7, @digest, @digest, @signature, 0, 1, 0)", new { digest = new byte[32], signature = new byte[64] });
        await hub.ExecuteAsync("INSERT INTO epoch_key (list, epoch, kind, suite, public_key, key_file) VALUES ('goods', 7, 2, '', @key, 'epoch.goods.7.phone.ended')", new { key = new byte[1] });
        BackupRig.Take(hub.Hub.Folder, _temp.At("backup"));
        string[] all = [.. kept, "epoch.goods.7.phone.ended.key", "epoch.goods.9.phone.unknown.key", "kek-generation-1.key", "officers.json", "next/officers.json", "next/exchange-root.key"];
        foreach (string name in all)
        {
            string path = Path.Combine(_temp.At("keys"), name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, name);
        }
        RestoreResponse restored = RestoreHub.Run(Request(hub) with { Keys = _temp.At("keys") }, TimeProvider.System, BackupRig.Silent);
        string into = new DataFolder(_temp.At("restored")).At("keys");
        Assert.Equal(all.Where(static name => !name.StartsWith("epoch.goods.7", StringComparison.Ordinal) && !name.StartsWith("epoch.goods.9", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(into, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(into, path)).Order(StringComparer.Ordinal));
        Assert.All(Directory.EnumerateFiles(into, "*", SearchOption.AllDirectories), path => Assert.Equal(Path.GetRelativePath(into, path), File.ReadAllText(path)));
        Assert.Equal((kept.Length + 1, 2), (restored.Keys, restored.KeysLeft));
    }

    /// <summary>A stop at any moment leaves the folder marked, and a marked folder is served by nobody.</summary>
    [Fact]
    public async Task Refuses_to_serve_a_restore_that_did_not_finish()
    {
        await using FullHub hub = await FullHub.StartAsync(postgres: false);
        BackupRig.Take(hub.Hub.Folder, _temp.At("backup"));
        DataFolder folder = Request(hub).Folder;
        RestoreHub.Run(Request(hub), TimeProvider.System, BackupRig.Silent);
        Assert.False(File.Exists(folder.Unfinished));
        HubSettings.Read(folder, []);
        await File.WriteAllTextAsync(folder.Unfinished, "");
        Assert.Contains("did not finish", Assert.Throws<SetupException>(() => HubSettings.Read(folder, [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_rows_that_are_not_what_the_header_says()
    {
        await using FullHub hub = await FullHub.StartAsync(postgres: false);
        BackupRig.Take(hub.Hub.Folder, _temp.At("backup"));
        Rewritten written = Rewritten.Of(_temp.At("backup"));
        (string Reason, Rewritten File)[] wrong =
        [
            ("has format 2, and this program reads 1", written.With(header => header with { Format = 2 })),
            ("newer than this program", written.With(header => header with { Migrations = [.. header.Migrations, new BackupMigration(9999, "9999_later", "")] })),
            ("had another text", written.With(header => header with { Migrations = [header.Migrations[0] with { Sha256 = "00" }, .. header.Migrations.Skip(1)] })),
            ("are not those of its migrations", written.With(header => header with { Tables = [.. header.Tables.Skip(1)] })),
            ("an engine 'dbase'", written.With(header => header with { Engine = "dbase" })),
            ("says that table entity has", written.With(header => header with { Tables = [.. header.Tables.Select(static table => table.Name == "entity" ? table with { Rows = table.Rows + 1 } : table)] })),
            ("says that table report has", written.Without("tables/report/00000.ndjson")),
            ("is not the file that its name says", written.Changed(written.Names.First(static name => name.StartsWith("files/", StringComparison.Ordinal)), static bytes => [.. bytes, 0])),
            ("COMMIT failed", written.Changed("tables/entity/00000.ndjson", static bytes => bytes.AsSpan().IndexOf("\"alpha\""u8) is var at && at >= 0 ? [.. bytes[..at], .. "\"alphb\""u8, .. bytes[(at + 7)..]] : bytes)),
            ("row 1 has StartArray for id", written.Changed("tables/act/00000.ndjson", static bytes => [(byte)'[', .. bytes])),
            ("holds no settings.json", written.Without("settings.json")),
            ("Exchange 'A B' must be", written.Changed("settings.json", static _ => """{"Exchange":"A B","Kek":{"File":"/k"}}"""u8.ToArray())),
        ];
        foreach ((string reason, Rewritten file) in wrong)
        {
            file.Write(_temp.At("wrong"));
            Assert.Contains(reason, Refused(Request(hub) with { From = _temp.At("wrong") }), StringComparison.Ordinal);
        }
        written.Write(_temp.At("right"));
        Assert.Equal(await File.ReadAllBytesAsync(_temp.At("backup")), await File.ReadAllBytesAsync(_temp.At("right")));
    }

    /// <summary>One that an older program took is filled at its own schema and then migrated, and says of itself that it was restored.</summary>
    [Fact]
    public void Restores_a_backup_of_an_older_schema()
    {
        using TestDatabase old = TestDatabase.Empty(null);
        Migrations.Script[] scripts = [.. Migrations.Embedded(old.Engine).Where(static script => script.Number <= 11)];
        Migrations.Apply(old.Engine, scripts, TimeProvider.System);
        old.Execute("INSERT INTO entity (slug, name, registry_number, parent, created_at) VALUES ('e', 'n', 'r', NULL, 7)");
        Rewritten.OfOlder(old.Engine, scripts).Write(_temp.At("old"));
        foreach (string name in (string[])[KeyNames.Root, KeyNames.Signing, KeyNames.ServerTls])
        {
            DurableFile.Write(Path.Combine(Directory.CreateDirectory(_temp.At("keys")).FullName, name + ".key"), [1]);
        }
        DataFolder folder = new(_temp.At("restored"));
        RestoreHub.Run(new RestoreHub.Request(folder, _temp.At("old"), _temp.At("keys"), null, null), TimeProvider.System, BackupRig.Silent);
        SqliteEngine engine = new(folder.At("hub.db"));
        Migrations.RequireCurrent(engine, Migrations.Embedded(engine));
        using System.Data.Common.DbConnection connection = engine.OpenReader();
        using System.Data.Common.DbTransaction transaction = engine.BeginRead(connection);
        Assert.Equal(5, Assert.Single(RestorationSql.Open(connection, transaction)).TakenAt);
        Assert.Equal(1, ReadRows.Digest(connection, transaction, FullHub.Tables.Single(static table => table.Name == "entity")).Rows);
    }

    private async Task RoundTripAsync(bool fromPostgres, TestDatabase? target)
    {
        using TestDatabase? goes = target;
        await using FullHub hub = await FullHub.StartAsync(fromPostgres);
        Seen before = await Seen.ByAsync(hub, hub.Hub.Host);
        BackupResponse taken = BackupRig.Take(hub.Hub.Folder, _temp.At("backup"), hub.Hub.Time);
        Assert.Equal((0, UnixFileMode.UserRead | UnixFileMode.UserWrite), (taken.FilesLeftOut, File.GetUnixFileMode(_temp.At("backup"))));
        Assert.Equal(taken.Bytes, new FileInfo(_temp.At("backup")).Length);
        await hub.StopAsync();

        DataFolder folder = new(_temp.At("restored"));
        RestoreResponse restored = RestoreHub.Run(Request(hub) with { ConnectionFile = target?.ConnectionFile }, hub.Hub.Time, BackupRig.Silent);
        Assert.Equal(taken.Tables, restored.Tables);
        Assert.Equal((taken.TakenAt, taken.Files, 0), (restored.TakenAt, restored.Files, restored.KeysLeft));
        StoreEngine engine = target?.Engine ?? new SqliteEngine(folder.At("hub.db"));
        Assert.Equal(taken.Tables.Where(static table => table.Table != "restoration"), FullHub.Digests(engine).Where(static table => table.Table != "restoration"));

        await using HubHost there = await hub.ServeAsync(folder);
        Seen after = await Seen.ByAsync(hub, there, evaluate: false);
        Assert.Equal(before.Manifest, after.Manifest);
        Assert.Equal(before.Files, after.Files);
        await AssertReadOnlyUntilReconciledAsync(hub, there, taken.TakenAt);
        Assert.Equal(before.Evaluated, (await Seen.ByAsync(hub, there)).Evaluated);
        Assert.Equal((70, 71), await FullHub.NextNumberAsync(there));
    }

    private static async Task AssertReadOnlyUntilReconciledAsync(FullHub hub, HubHost there, long takenAt)
    {
        using HttpClient member = Seen.Client(hub.Alpha.Certificate, hub.Hub.Folder, there.Address(HubPort.Member));
        using HttpResponseMessage refused = await member.PostAsync(new Uri(Routes.Evaluate, UriKind.Relative), Answers.Json("{}"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Store store = there.Services.GetRequiredService<Store>();
        Assert.Equal(takenAt, Assert.Single(store.Read(RestorationSql.Open)).TakenAt);
        await store.WriteAsync(static (connection, transaction) =>
        {
            RestorationSql.Close(connection, transaction, "olivia", 1);
            return true;
        }, CancellationToken.None);
        there.Services.GetRequiredService<RestoredState>().Look();
    }

    private RestoreHub.Request Request(FullHub hub, DataFolder? folder = null) =>
        new(folder ?? new DataFolder(_temp.At("restored")), _temp.At("backup"), hub.Hub.Folder.At("keys"), null, null);

    /// <summary>Refused, and nothing is left where a hub would have been.</summary>
    private string Refused(RestoreHub.Request request)
    {
        string message = Assert.Throws<SetupException>(() => RestoreHub.Run(request, TimeProvider.System, BackupRig.Silent)).Message;
        Assert.False(Directory.Exists(_temp.At("restored")), message);
        return message;
    }
}
