using System.Security.Cryptography;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Copies;
using BlacklistExchange.Server.Snapshots;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Tests.Engines;
using BlacklistExchange.Server.Tests.Reports;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace BlacklistExchange.Server.Tests.Copies;

/// <summary>A running hub with rows in every table: what members and operators did, and beside it values that a careless copy would change.</summary>
internal sealed class FullHub : IAsyncDisposable
{
    private readonly ReportWorld _world;

    private FullHub(ReportWorld world, EnrolledMember alpha) => (_world, Alpha) = (world, alpha);

    public HubFixture Hub => _world.Hub;

    public EnrolledMember Alpha { get; }

    /// <summary>Its entry is listed.</summary>
    public TestIdentifier Listed { get; private set; } = null!;

    public static Task<FullHub> StartAsync(bool postgres) => StartAsync(postgres ? TestDatabase.Migrated(PostgresCluster.Shared) : null);

    public static async Task<FullHub> StartAsync(TestDatabase? database)
    {
        ReportWorld world = await ReportWorld.StartAsync(await HubFixture.StartAsync(database));
        FullHub hub = new(world, await world.Hub.EnrolAsync("alpha"));
        try
        {
            await hub.FillAsync();
            return hub;
        }
        catch
        {
            await hub.DisposeAsync();
            throw;
        }
    }

    /// <summary>Every table's rows and digest.</summary>
    public IReadOnlyList<TableDigest> Digests() => Digests(Hub.Service<StoreEngine>());

    public static IReadOnlyList<TableDigest> Digests(StoreEngine engine)
    {
        using System.Data.Common.DbConnection connection = engine.OpenReader();
        using System.Data.Common.DbTransaction transaction = engine.BeginRead(connection);
        return [.. Tables.Select(table => ReadRows.Digest(connection, transaction, table))];
    }

    public static IReadOnlyList<CopiedTable> Tables { get; } = CopiedTables.Of(Migrations.Embedded(new SqliteEngine("")).Select(static script => script.Number).ToHashSet());

    /// <summary>The greatest number of the carried grants, and the one that a new grant gets.</summary>
    public static Task<(long Greatest, long Next)> NextNumberAsync(HubHost host) => host.Services.GetRequiredService<Store>().WriteAsync(static (connection, transaction) =>
    (
        connection.ExecuteScalar<long>("SELECT max(id) FROM budget_grant", transaction: transaction),
        connection.ExecuteScalar<long>(
            "INSERT INTO budget_grant (entity, list, kind, units, used, granted_at, until, reason, granted_by) VALUES ('z-top', 'goods', 2, 9, 3, 0, 9, '', 'olivia') RETURNING id", transaction: transaction)
    ), CancellationToken.None);

    /// <summary>Serves a data folder with this hub's clock.</summary>
    public Task<HubHost> ServeAsync(DataFolder folder) => HubHost.StartAsync(folder, HubSettings.Read(folder, ["Member:Port=0", "Operator:Port=0", "Public:Port=0"]),
        new HubSurroundings(Hub.Time, static cause => throw new InvalidOperationException(cause), static _ => { }), CancellationToken.None);

    public async Task StopAsync()
    {
        await Hub.Host.StopAsync(CancellationToken.None);
        await Hub.Host.DisposeAsync();
    }

    public Task ExecuteAsync(string sql, object? values = null) => _world.ExecuteAsync(sql, values);

    public Task BuildAsync() => Hub.Operator.PostAsync("snapshots", new BuildSnapshotsRequest(ReportWorld.List), SnapshotsJson.Default.BuildSnapshotsRequest, SnapshotsJson.Default.BuildSnapshotsResponse, CancellationToken.None);

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    private async Task FillAsync()
    {
        EnrolledMember beta = await Hub.EnrolAsync("beta");
        EnrolledMember desk = await Hub.EnrolAsync("desk", "regulator", "public");
        (Listed, TestIdentifier retracted, TestIdentifier renewed) = (TestIdentifier.New(), TestIdentifier.New(), TestIdentifier.New());
        Receipt first = await _world.FileAsync(_world.Draft(Alpha, Listed, retracted));
        await _world.FileAsync(_world.Draft(beta, Listed));
        await _world.RetractedAsync(Alpha, first.ReportId, 1);
        await _world.ActAsync("list", Listed);
        // Enough of them that the next file comes with a delta, which is much shorter.
        await Task.WhenAll(Enumerable.Range(0, 40).Select(index => ExecuteAsync("""
            INSERT INTO entry (list, epoch, kind, tag, state, sealed_label, label, wrapped_key, ring, visible_from, state_since, created_at, version)
            VALUES ('goods', 1, 2, @tag, 3, @sealedLabel, @label, @wrapped, @index, 0, 0, 0, 1)
            """, new { tag = RandomNumberGenerator.GetBytes(32), sealedLabel = RandomNumberGenerator.GetBytes(48), label = new byte[16], wrapped = RandomNumberGenerator.GetBytes(61), index = index + 100_000 })));
        await BuildAsync();
        await _world.FileAsync(_world.Draft(beta, TestIdentifier.New(), TestIdentifier.New()));
        await BuildAsync();
        await _world.OpenEpochAsync();
        Assert.Equal([new RenewedItem("renewed", "pending")], await _world.RenewedAsync(Alpha, (first.ReportId, 0, Listed, renewed)));
        await _world.DisputeAsync(desk, Listed);
        await _world.ActAsync("uphold", Listed);
        await BuildAsync();
        await OddValuesAsync();
    }

    /// <summary>Texts and numbers at the bounds, no bytes, every byte; and tables that nothing above writes.</summary>
    private async Task OddValuesAsync()
    {
        string text = "quote \" back \\ tab \t bell \a 北京 𝔘 \u007f +/=<>&'";
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(static value => (byte)value)];
        await ExecuteAsync("INSERT INTO entity (slug, name, registry_number, parent, created_at) VALUES ('a-child', @text, '', NULL, @least), ('z-top', '', @text, NULL, @most)", new { text, least = long.MinValue, most = long.MaxValue });
        await ExecuteAsync("UPDATE entity SET parent = 'z-top' WHERE slug = 'a-child'");
        await ExecuteAsync("INSERT INTO member (slug, entity, role, sector, status, signing_key, created_at, revoked_reports_stand) VALUES ('m-odd', 'a-child', 'courier', '', 'revoked', @bytes, 0, 1)", new { bytes });
        await ExecuteAsync("INSERT INTO member_certificate (spki_sha256, member, certificate, not_after, status, created_at) VALUES (@none, 'm-odd', @none, 0, 'revoked', 0)", new { none = Array.Empty<byte>() });
        await ExecuteAsync("INSERT INTO member_emergency (member, digest, made_at, used_at) VALUES ('m-odd', @digest, 1, NULL)", new { digest = bytes[..32] });
        await ExecuteAsync("INSERT INTO exchange_certificate (holder, number, certificate, created_at) VALUES ('server', 1, @certificate, 2)", new { certificate = Hub.Service<ServerIdentity>().Certificate.RawData });
        await ExecuteAsync("INSERT INTO member_declared (member, kind, per_day) VALUES ('m-odd', 2, 5)");
        await ExecuteAsync("INSERT INTO budget_limit (entity, list, kind, burst, day, epoch, renewal, set_at, reason) VALUES ('z-top', 'goods', 2, NULL, 0, 7, NULL, 0, @text)", new { text });
        await ExecuteAsync("INSERT INTO budget_hub_limit (list, kind, epoch, set_at, reason) VALUES ('goods', 9, 7, 0, '')");
        await ExecuteAsync("INSERT INTO budget_grant (id, entity, list, kind, units, used, granted_at, until, reason, granted_by) VALUES (70, 'z-top', 'goods', 2, 9, 3, 0, 9, '', 'olivia')");
        await ExecuteAsync("INSERT INTO budget_counter (entity, list, kind, burst_debt, burst_at, day, day_used) VALUES ('z-top', 'goods', 2, 1, 2, 3, 4)");
        await ExecuteAsync("INSERT INTO budget_epoch_counter (entity, list, kind, epoch, queried, renewed) VALUES ('z-top', 'goods', 2, 1, 8, 4)");
        await ExecuteAsync("INSERT INTO budget_key_counter (list, kind, epoch, queried, evaluated) VALUES ('goods', 2, 1, 8, 12)");
        await ExecuteAsync("INSERT INTO evaluation_request (member, request_id, body, at, units, replays) VALUES ('alpha', @id, @body, 1, 4, 0)", new { id = bytes[..16], body = bytes[..32] });
        await ExecuteAsync("INSERT INTO member_usage (member, list, kind, hour, requests, units, refused) VALUES ('m-odd', 'goods', 2, 3600, 1, 4, 0)");
        await ExecuteAsync("INSERT INTO category_use (list, category, member) VALUES ('goods', 9, 'm-odd') ON CONFLICT DO NOTHING");
        await ExecuteAsync("INSERT INTO member_fetch (member, list, file, kind, hour, fetches) VALUES ('m-odd', 'goods', 'delta', 2, 3600, 1)");
        await ExecuteAsync("INSERT INTO member_address (member, certificate, address, first_seen, last_seen) VALUES ('m-odd', @certificate, 'others', 1, 2)", new { certificate = bytes[..32] });
        await ExecuteAsync("INSERT INTO restoration (taken_at, restored_at, reconciled_at, reconciled_by) VALUES (1, 2, 3, 'olivia')");
        await ExecuteAsync("INSERT INTO restoration_floor (list, sequence, epoch) VALUES ('gone', 3, 4)");
        await ExecuteAsync("INSERT INTO category_shown (list, category, settled) VALUES ('goods', 9, 1)");
    }
}
