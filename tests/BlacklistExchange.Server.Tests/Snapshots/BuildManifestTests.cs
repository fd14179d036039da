using System.Data.Common;
using BlacklistExchange.Protocol.Snapshots;
using BlacklistExchange.Server.Snapshots;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Tests.Snapshots;

public sealed class BuildManifestTests : IDisposable
{
    private readonly SnapshotRig _rig = new();

    public BuildManifestTests() => _rig.AddList();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Keeps_published_entries_and_no_others()
    {
        _rig.AddEpoch();
        byte[][] published = [_rig.AddEntry(state: 2), _rig.AddEntry(state: 3), _rig.AddEntry(state: 4)];
        foreach (long state in (long[])[1, 5, 6, 7])
        {
            _rig.AddEntry(state);
        }
        _rig.AddEntry(visibleIn: 1);
        _rig.AddEntry(isSealed: false);
        _rig.AddEntry(kind: 4);
        _rig.AddEntry(epoch: 2);
        _rig.AddEntry(list: "others");

        await _rig.BuildAsync();
        ManifestFile file = Assert.Single(_rig.Newest().Files);
        Assert.Equal(SnapshotRig.Sorted(published), _rig.Entries(file));
        Assert.Equal((2, 1u, 64ul + 3 * 64), (file.Kind, file.Epoch, file.Length));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_rig.PathOf(file.Digest)));
    }

    [Fact]
    public async Task Returns_an_entry_once_its_delay_has_passed()
    {
        _rig.AddEpoch();
        byte[] entry = _rig.AddEntry(visibleIn: 60);
        Assert.Empty(_rig.Entries((await _rig.BuildAsync()).Files[0]));
        _rig.Time.Now += 60;
        Assert.Equal(SnapshotRig.Sorted(entry), _rig.Entries((await _rig.BuildAsync()).Files[0]));
    }

    [Fact]
    public async Task Returns_valid_empty_files_and_a_valid_empty_manifest()
    {
        Manifest none = await _rig.BuildAsync();
        Assert.Empty(none.Files);
        Assert.Empty(none.Epochs);
        _rig.AddEpoch(kinds: [2, 4]);
        Manifest manifest = await _rig.BuildAsync();
        Assert.Equal([2, 4], manifest.Files.Select(static file => (int)file.Kind));
        foreach (ManifestFile file in manifest.Files)
        {
            Assert.True(SnapshotReader.TryOpen(_rig.Read(file.Digest), out SnapshotReader reader));
            Assert.Equal(new SnapshotHeader("brands", file.Kind, 1, 0), reader.Header);
        }
        Assert.Equal((1ul, 2ul), (none.Sequence, manifest.Sequence));
    }

    [Fact]
    public async Task Keeps_only_live_epochs()
    {
        _rig.AddEpoch(1, start: -100, end: 50);
        _rig.AddEpoch(2, start: -10, end: 200);
        _rig.AddEpoch(3, start: 100, end: 300);
        _rig.AddEpoch(4, start: -10, end: 200);
        _rig.Execute("UPDATE epoch SET destroyed_at = 1 WHERE epoch = 4");
        Manifest manifest = await _rig.BuildAsync();
        Assert.Equal([1u, 2u], manifest.Epochs.Select(static epoch => epoch.Epoch));
        Assert.Equal([1u, 2u], manifest.Files.Select(static file => file.Epoch));
        Assert.Equal(SnapshotRig.DescriptorDigest(2), manifest.Epochs[1].DescriptorDigest);
        _rig.Time.Now += 100;
        Assert.Equal([2u, 3u], (await _rig.BuildAsync()).Files.Select(static file => file.Epoch));
    }

    [Fact]
    public async Task Keeps_file_and_manifest_when_nothing_changed()
    {
        _rig.AddEpoch();
        _rig.AddEntry();
        ManifestFile first = (await _rig.BuildAsync()).Files[0];
        DateTime written = File.GetLastWriteTimeUtc(_rig.PathOf(first.Digest));
        File.SetLastWriteTimeUtc(_rig.PathOf(first.Digest), written.AddHours(-1));

        _rig.Time.Now += 10;
        BuiltManifest quiet = await _rig.Build.RunAsync("brands", always: false, CancellationToken.None);
        Assert.False(quiet.Signed);
        Assert.Equal(1ul, _rig.Newest().Sequence);
        Assert.False(quiet.Files[0].Changed);
        Assert.Equal(written.AddHours(-1), File.GetLastWriteTimeUtc(_rig.PathOf(first.Digest)));

        _rig.Time.Now += _rig.Options.Policy.ManifestSeconds;
        Assert.True((await _rig.Build.RunAsync("brands", always: false, CancellationToken.None)).Signed);
        Manifest again = _rig.Newest();
        Assert.Equal((2ul, (ulong)_rig.Time.Now), (again.Sequence, again.IssuedAt));
        Assert.Equal(first.Digest, again.Files[0].Digest);
    }

    [Fact]
    public async Task Returns_deltas_that_lead_from_every_step_to_the_newest_file()
    {
        _rig.AddEpoch();
        List<byte[]> entries = [.. Enumerable.Range(0, 40).Select(_ => _rig.AddEntry())];
        Dictionary<string, byte[]> steps = [];
        for (int step = 0; step < 6; step++)
        {
            ManifestFile file = (await _rig.BuildAsync()).Files[0];
            steps.Add(Convert.ToHexString(file.Digest), _rig.Read(file.Digest));
            _rig.RemoveEntry(entries[0]);
            entries.RemoveAt(0);
            entries[0] = _rig.ReplaceLabel(entries[0]);
            entries.Add(_rig.AddEntry());
        }
        ManifestFile newest = (await _rig.BuildAsync()).Files[0];
        Assert.Equal(SnapshotRig.Sorted(entries), _rig.Entries(newest));
        Assert.Equal(6, newest.Deltas.Count);
        foreach ((string digest, byte[] start) in steps)
        {
            byte[] file = start;
            foreach (ManifestDelta delta in newest.Deltas.SkipWhile(delta => Convert.ToHexString(delta.Base) != digest))
            {
                file = Apply(file, delta);
            }
            Assert.Equal(_rig.Read(newest.Digest), file);
        }
    }

    [Fact]
    public async Task Refuses_deltas_that_are_longer_than_the_file()
    {
        _rig.AddEpoch();
        byte[][] entries = [_rig.AddEntry(), _rig.AddEntry(), _rig.AddEntry()];
        await _rig.BuildAsync();
        Array.ForEach(entries, entry => _rig.ReplaceLabel(entry));
        Assert.Empty((await _rig.BuildAsync()).Files[0].Deltas);
        Assert.Equal(0, _rig.Scalar<long>("SELECT count(*) FROM delta_file"));
    }

    [Fact]
    public async Task Keeps_a_file_that_comes_back()
    {
        _rig.AddEpoch();
        Enumerable.Range(0, 20).ToList().ForEach(_ => _rig.AddEntry());
        byte[] entry = _rig.AddEntry();
        ManifestFile with = (await _rig.BuildAsync()).Files[0];
        _rig.RemoveEntry(entry);
        ManifestFile without = (await _rig.BuildAsync()).Files[0];
        _rig.Execute("UPDATE entry SET state = 3");
        ManifestFile again = (await _rig.BuildAsync()).Files[0];
        Assert.Equal(with.Digest, again.Digest);
        Assert.Equal([with.Digest, without.Digest], again.Deltas.Select(static delta => delta.Base));
    }

    /// <summary>Sixteen bytes are the whole name of an entry in a file; two entries under one name would hide one of them.</summary>
    [Fact]
    public async Task Refuses_two_tags_that_begin_alike_and_keeps_the_manifest_before()
    {
        _rig.AddEpoch();
        byte[] entry = _rig.AddEntry();
        await _rig.BuildAsync();
        _rig.AddEntry(tag: [.. entry[..16], .. new byte[16]]);
        SnapshotBuildException refusal = await Assert.ThrowsAsync<SnapshotBuildException>(() => _rig.BuildAsync());
        Assert.Contains("same 16 bytes", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1ul, _rig.Newest().Sequence);
        Assert.Equal(SnapshotRig.Sorted(entry), _rig.Entries(_rig.Newest().Files[0]));
        _rig.Time.Now += _rig.Options.Policy.ManifestSeconds + 1;
        Assert.NotNull(_rig.Publications.Fault());
    }

    [Fact]
    public async Task Refuses_a_list_that_is_not_there() => await Assert.ThrowsAsync<SnapshotBuildException>(() => _rig.BuildAsync("nothing"));

    [Fact]
    public async Task Keeps_sequences_rising_across_starts_and_racing_builders()
    {
        _rig.AddEpoch();
        await _rig.BuildAsync();
        Manifest[] raced = [.. (await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => _rig.BuildAsync())))).OrderBy(static manifest => manifest.Sequence)];
        Assert.Equal([2ul, 3, 4, 5, 6, 7], raced.Select(static manifest => manifest.Sequence));
        using Store restarted = _rig.Open();
        Assert.Equal(8ul, (await _rig.Builder(restarted).RunAsync("brands", always: true, CancellationToken.None)).Manifest.Sequence);
    }

    [Fact]
    public async Task Refuses_a_sequence_twice_and_the_loss_of_the_newest()
    {
        await _rig.BuildAsync();
        await _rig.BuildAsync();
        Assert.ThrowsAny<DbException>(() => _rig.Execute("INSERT INTO manifest SELECT list, 2, issued_at, payload, signature FROM manifest WHERE sequence = 1 AND list = 'brands' ON CONFLICT DO NOTHING"));
        Assert.ThrowsAny<DbException>(() => _rig.Execute("DELETE FROM manifest"));
        Assert.ThrowsAny<DbException>(() => _rig.Execute("DELETE FROM manifest WHERE sequence = 2"));
        Assert.Equal(2ul, _rig.Newest().Sequence);
    }

    /// <summary>Files come before rows: when the store refuses, strays lie on the disk, no row names them, and the next start sweeps them.</summary>
    [Fact]
    public async Task Keeps_the_manifest_when_the_store_refuses_and_sweeps_what_was_written()
    {
        _rig.AddEpoch();
        await _rig.BuildAsync();
        _rig.AddEntry();
        _rig.RefuseManifests();
        await Assert.ThrowsAnyAsync<DbException>(() => _rig.BuildAsync());
        Assert.Equal(1ul, _rig.Newest().Sequence);
        Assert.Equal(1, _rig.Scalar<long>("SELECT count(*) FROM snapshot_file"));
        Assert.True(Directory.GetFiles(_rig.Folder.Snapshots).Length > 1);

        _rig.AllowManifests();
        _rig.AgeFiles();
        await _rig.Verify.RunAsync(CancellationToken.None);
        Assert.Equal([_rig.PathOf(_rig.Newest().Files[0].Digest)], Directory.GetFiles(_rig.Folder.Snapshots));
        Assert.Equal(2ul, (await _rig.BuildAsync()).Sequence);
    }

    /// <summary>A million entries must not lie on the heap: what a build allocates does not grow with the list.</summary>
    [Fact]
    public void Keeps_entries_off_the_heap()
    {
        _rig.AddEpoch();
        _rig.AddEntries(20_000);
        long Allocated(string digestOf) => _rig.Store.Read((connection, transaction) =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            BuiltFile file = WriteSnapshot.Run(connection, transaction, new FileKey("brands", 1, 2), _rig.Time.Now, null, _rig.Files);
            Assert.Equal((digestOf, 20_000), (digestOf, file.Entries));
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Allocated("first, which also compiles");
        // The driver of PostgreSQL leaves a hundred bytes a row behind, unless its code is inlined; rows that were kept would be twice as many.
        Assert.InRange(Allocated("second"), 0, 20_000 * (_rig.Engine.IsShared ? 128 : 32));
    }

    private byte[] Apply(byte[] file, ManifestDelta delta)
    {
        using MemoryStream result = new();
        Assert.True(Delta.TryApply(file, delta.Base, _rig.Read(delta.Digest), header => new SnapshotWriter(result, header), out byte[] digest));
        Assert.Equal(delta.Result, digest);
        return result.ToArray();
    }
}
