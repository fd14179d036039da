using System.Security.Cryptography;
using BlacklistExchange.Protocol.Snapshots;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Snapshots;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Telemetry;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace BlacklistExchange.Server.Tests.Snapshots;

/// <summary>The slice on a real store and real keys, without ports and without the schedule, so that a test decides when something is built.</summary>
internal sealed class SnapshotRig : IDisposable
{
    private readonly string _temp = Directory.CreateTempSubdirectory("bex-snapshots-").FullName;
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly TestDatabase? _database = TestDatabase.IsPostgres ? TestDatabase.Migrated() : null;
    private readonly Kek _kek;
    private readonly SnapshotTurn _turn = new();

    public SnapshotRig()
    {
        Folder = new DataFolder(Path.Combine(_temp, "hub"));
        InitHub.Run(new InitHub.Request(Folder, "test-exchange", [], "127.0.0.1", null, Folder.At("operator"), "olivia", null, _database?.ConnectionFile), TimeProvider.System);
        Options = HubSettings.Read(Folder, []);
        _kek = KekSource.Read(new KekOptions { File = Folder.Path + ".kek" }, Folder);
        Signer = new ExchangeSigner(new KeyFolder(Folder.At(Options.KeyFolder), _kek));
        Files = new SnapshotFiles(Folder, Options);
        Publications = new Publications(Time, Options);
        Store = Open();
        Engine = StoreEngine.Of(Options, Folder);
        Seat = new Builder(Engine, Store, Options, Time, NullLogger<Builder>.Instance);
        Assert.True(Seat.StandAsync(CancellationToken.None).GetAwaiter().GetResult());
        Build = Builder();
        Verify = new VerifyFiles(Engine, Store, Files, Build, Publications, Time, NullLogger<VerifyFiles>.Instance);
        Withdraw = new WithdrawFiles(Seat, Files, _turn, Options, Time, NullLogger<WithdrawFiles>.Instance);
    }

    public DataFolder Folder { get; }

    public HubOptions Options { get; }

    public StoppedTime Time { get; } = new();

    public ExchangeSigner Signer { get; }

    public SnapshotFiles Files { get; }

    public Publications Publications { get; }

    public Store Store { get; }

    public StoreEngine Engine { get; }

    /// <summary>This rig builds.</summary>
    public Builder Seat { get; }

    public BuildManifest Build { get; }

    public VerifyFiles Verify { get; }

    public WithdrawFiles Withdraw { get; }

    /// <summary>A builder that remembers nothing, as after a start.</summary>
    public BuildManifest Builder(Store? store = null) => new(store ?? Store, Seat, Files, _turn, Publications, Signer, Options, Time,
        new SnapshotsMetrics(new HubMeter(_meters.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>()), Publications, Seat, Time), NullLogger<BuildManifest>.Instance);

    /// <summary>A store of its own on the same database.</summary>
    public Store Open() => Store.Open(StoreEngine.Of(Options, Folder), static cause => throw new InvalidOperationException(cause));

    public void AddList(string list = "brands", string sectors = "*", long policy = 1) => Execute("""
        INSERT INTO list (name, scope, sectors, policy_version, kinds, suite, created_at) VALUES (@list, 'test', @sectors, @policy, 'phone,uscc', 'ristretto255-SHA512', 0)
        """, new { list, sectors, policy });

    /// <summary>An epoch that lives from <paramref name="start"/> to <paramref name="end"/> seconds from now, with a key for each kind.</summary>
    public void AddEpoch(long epoch = 1, long start = -10, long end = 1000, string list = "brands", params long[] kinds)
    {
        Execute("""
            INSERT INTO epoch (list, epoch, descriptor, descriptor_digest, signature, not_before, not_after, opened_at) VALUES (@list, @epoch, @descriptor, @digest, @signature, @start, @end, 0)
            """, new { list, epoch, descriptor = new byte[1], digest = DescriptorDigest(epoch), signature = new byte[64], start = Time.Now + start, end = Time.Now + end });
        foreach (long kind in kinds.Length == 0 ? [2] : kinds)
        {
            Execute("INSERT INTO epoch_key (list, epoch, kind, suite, public_key, key_file) VALUES (@list, @epoch, @kind, 's', @key, @file)", new { list, epoch, kind, key = new byte[1], file = $"{list}-{epoch}-{kind}" });
        }
    }

    public static byte[] DescriptorDigest(long epoch) => SHA256.HashData(BitConverter.GetBytes(epoch));

    /// <summary>An entry with a random tag and sealed label; returns the 64 bytes a file would hold.</summary>
    public byte[] AddEntry(long state = 3, long visibleIn = 0, bool isSealed = true, long epoch = 1, long kind = 2, string list = "brands", byte[]? tag = null)
    {
        byte[] name = tag ?? RandomNumberGenerator.GetBytes(32);
        byte[]? label = isSealed ? RandomNumberGenerator.GetBytes(48) : null;
        Execute("""
            INSERT INTO entry (list, epoch, kind, tag, state, sealed_label, label, wrapped_key, ring, visible_from, state_since, created_at, version)
            VALUES (@list, @epoch, @kind, @name, @state, @label, @plain, @key, 1, @visible, 0, 0, 1)
            """, new { list, epoch, kind, name, state, label, plain = isSealed ? new byte[16] : null, key = new byte[61], visible = Time.Now + visibleIn });
        return [.. name[..16], .. label ?? []];
    }

    public void AddEntries(int count)
    {
        using Store store = Open();
        store.WriteAsync((connection, transaction) =>
        {
            for (int index = 0; index < count; index++)
            {
                connection.Execute("""
                    INSERT INTO entry (list, epoch, kind, tag, state, sealed_label, label, wrapped_key, ring, visible_from, state_since, created_at, version)
                    VALUES ('brands', 1, 2, @tag, 3, @sealedLabel, @label, @key, 1, 0, 0, 0, 1)
                    """, new { tag = RandomNumberGenerator.GetBytes(32), sealedLabel = RandomNumberGenerator.GetBytes(48), label = new byte[16], key = new byte[61] }, transaction);
            }
            return true;
        }, CancellationToken.None).GetAwaiter().GetResult();
    }

    public void RemoveEntry(byte[] entry) => Execute("UPDATE entry SET state = 6 WHERE substr(tag, 1, 16) = @tag", new { tag = entry[..16] });

    public byte[] ReplaceLabel(byte[] entry)
    {
        byte[] label = RandomNumberGenerator.GetBytes(48);
        Execute("UPDATE entry SET sealed_label = @label WHERE substr(tag, 1, 16) = @tag", new { label, tag = entry[..16] });
        return [.. entry[..16], .. label];
    }

    public void Execute(string sql, object? values = null) =>
        Store.WriteAsync((connection, transaction) => connection.Execute(sql, values, transaction), CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Makes the database refuse every manifest until <see cref="AllowManifests"/>.</summary>
    public void RefuseManifests() => Execute(_database is null
        ? "CREATE TRIGGER refuse BEFORE INSERT ON manifest BEGIN SELECT RAISE(ABORT, 'refused'); END"
        : "ALTER TABLE manifest ADD CONSTRAINT refuse CHECK (sequence < 0) NOT VALID");

    public void AllowManifests() => Execute(_database is null ? "DROP TRIGGER refuse" : "ALTER TABLE manifest DROP CONSTRAINT refuse");

    public T Scalar<T>(string sql) => Store.Read((connection, transaction) => connection.ExecuteScalar<T>(sql, transaction: transaction))!;

    public async Task<Manifest> BuildAsync(string list = "brands") => (await Build.RunAsync(list, always: true, CancellationToken.None)).Manifest;

    /// <summary>The newest manifest as a member would read it: from the store, signature verified.</summary>
    public Manifest Newest(string list = "brands")
    {
        ManifestSql.ManifestRow row = Store.Read((connection, transaction) => ManifestSql.Newest(connection, transaction, list))!;
        Assert.True(DetachedSignature.Verify(Signer.PublicKey, row.Payload, row.Signature));
        Assert.True(Manifest.TryDecode(row.Payload, out Manifest manifest));
        Assert.Equal(((ulong)row.Sequence, (ulong)row.IssuedAt), (manifest.Sequence, manifest.IssuedAt));
        return manifest;
    }

    public string PathOf(byte[] digest) => Path.Combine(Folder.Snapshots, Convert.ToHexStringLower(digest));

    /// <summary>The bytes behind a digest, which they must have.</summary>
    public byte[] Read(byte[] digest)
    {
        byte[] bytes = File.ReadAllBytes(PathOf(digest));
        Assert.Equal(digest, SHA256.HashData(bytes));
        return bytes;
    }

    /// <summary>Entries of a file as hexadecimal, in the file's order.</summary>
    public IReadOnlyList<string> Entries(ManifestFile file) => [.. Read(file.Digest).Skip(SnapshotHeader.Size).Chunk(SnapshotEntry.Size).Select(Convert.ToHexString)];

    public static IReadOnlyList<string> Sorted(params IEnumerable<byte[]> entries) => [.. entries.Select(Convert.ToHexString).Order(StringComparer.Ordinal)];

    /// <summary>Everything in the folder of list files was written long ago: on a shared database nobody sweeps what another node may still be writing.</summary>
    public void AgeFiles() => Array.ForEach(Directory.GetFiles(Folder.Snapshots), static path => File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch));

    public void Dispose()
    {
        Seat.Dispose();
        Store.Dispose();
        Signer.Dispose();
        _kek.Dispose();
        _turn.Dispose();
        _meters.Dispose();
        _database?.Dispose();
        Directory.Delete(_temp, recursive: true);
    }
}
