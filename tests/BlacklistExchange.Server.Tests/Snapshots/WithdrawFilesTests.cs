using BlacklistExchange.Protocol.Snapshots;

namespace BlacklistExchange.Server.Tests.Snapshots;

public sealed class WithdrawFilesTests : IDisposable
{
    private readonly SnapshotRig _rig = new();

    public WithdrawFilesTests()
    {
        _rig.AddList();
        _rig.AddEpoch(1, end: 100_000_000);
        Enumerable.Range(0, 30).ToList().ForEach(_ => _rig.AddEntry());
    }

    private long Retention => _rig.Options.Policy.SnapshotRetentionHours * 3600;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Keeps_files_for_the_retention_after_a_manifest_last_named_them()
    {
        ManifestFile old = (await _rig.BuildAsync()).Files[0];
        _rig.Time.Now += 10 * Retention;
        await _rig.BuildAsync();
        _rig.AddEntry();
        _rig.Time.Now += 5;
        ManifestFile newest = (await _rig.BuildAsync()).Files[0];

        _rig.Time.Now += Retention - 5;
        Assert.Equal(0, await _rig.Withdraw.RunAsync(CancellationToken.None));
        _rig.Time.Now += 1;
        await _rig.BuildAsync();
        Assert.Equal(1, await _rig.Withdraw.RunAsync(CancellationToken.None));
        Assert.False(File.Exists(_rig.PathOf(old.Digest)));
        Assert.Equal(1, _rig.Scalar<long>("SELECT count(*) FROM snapshot_file"));
        Assert.Equal(((string[])[_rig.PathOf(newest.Digest), _rig.PathOf(newest.Deltas[0].Digest)]).Order(), Directory.GetFiles(_rig.Folder.Snapshots).Order());
    }

    [Fact]
    public async Task Keeps_the_chain_however_old_its_steps_are()
    {
        await _rig.BuildAsync();
        _rig.AddEntry();
        ManifestFile file = (await _rig.BuildAsync()).Files[0];
        _rig.Time.Now += 3 * Retention;
        await _rig.BuildAsync();
        await _rig.Withdraw.RunAsync(CancellationToken.None);
        Assert.True(File.Exists(_rig.PathOf(file.Deltas[0].Digest)));
        Assert.Equal(file.Deltas[0].Digest, _rig.Newest().Files[0].Deltas[0].Digest);
    }

    [Fact]
    public async Task Refuses_files_of_a_destroyed_epoch_at_once()
    {
        _rig.AddEpoch(2, end: 100_000_000);
        Manifest before = await _rig.BuildAsync();
        _rig.Execute("UPDATE epoch SET destroyed_at = 1 WHERE epoch = 1");
        Assert.Equal(1, await _rig.Withdraw.RunAsync(CancellationToken.None));
        Assert.False(File.Exists(_rig.PathOf(before.Files[0].Digest)));
        Assert.True(File.Exists(_rig.PathOf(before.Files[1].Digest)));
        Assert.Equal([2u], (await _rig.BuildAsync()).Files.Select(static file => file.Epoch));
    }

    [Fact]
    public async Task Keeps_going_after_a_stop_between_withdrawal_and_deletion()
    {
        ManifestFile file = (await _rig.BuildAsync()).Files[0];
        _rig.AddEntry();
        await _rig.BuildAsync();
        _rig.Execute("UPDATE snapshot_file SET withdrawn_at = 1 WHERE digest = @digest", new { digest = file.Digest });
        Assert.Equal(1, await _rig.Withdraw.RunAsync(CancellationToken.None));
        Assert.False(File.Exists(_rig.PathOf(file.Digest)));
        Assert.Equal(0, await _rig.Withdraw.RunAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Keeps_a_withdrawn_file_that_is_named_again()
    {
        byte[] entry = _rig.AddEntry();
        ManifestFile file = (await _rig.BuildAsync()).Files[0];
        _rig.RemoveEntry(entry);
        await _rig.BuildAsync();
        _rig.Execute("UPDATE snapshot_file SET withdrawn_at = 1 WHERE digest = @digest", new { digest = file.Digest });
        _rig.Execute("UPDATE entry SET state = 3");
        Assert.Equal(file.Digest, (await _rig.BuildAsync()).Files[0].Digest);
        Assert.Equal(0, await _rig.Withdraw.RunAsync(CancellationToken.None));
        Assert.Equal((long)file.Length, _rig.Read(file.Digest).Length);
    }

    [Fact]
    public async Task Keeps_the_newest_manifest_however_old_it_is()
    {
        for (int round = 0; round < 3; round++)
        {
            await _rig.BuildAsync();
        }
        _rig.Time.Now += Retention + 1;
        await _rig.Withdraw.RunAsync(CancellationToken.None);
        Assert.Equal(1, _rig.Scalar<long>("SELECT count(*) FROM manifest"));
        Assert.Equal(3ul, _rig.Newest().Sequence);
        Assert.Equal(4ul, (await _rig.BuildAsync()).Sequence);
    }
}
