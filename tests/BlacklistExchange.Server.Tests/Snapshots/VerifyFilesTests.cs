using BlacklistExchange.Protocol.Snapshots;

namespace BlacklistExchange.Server.Tests.Snapshots;

public sealed class VerifyFilesTests : IDisposable
{
    private readonly SnapshotRig _rig = new();

    public VerifyFilesTests()
    {
        _rig.AddList();
        _rig.AddEpoch(kinds: [2, 4]);
        Enumerable.Range(0, 20).ToList().ForEach(_ => _rig.AddEntry());
    }

    public void Dispose() => _rig.Dispose();

    public static TheoryData<string> Damages => ["lost", "torn", "longer", "emptied", "flipped"];

    [Theory, MemberData(nameof(Damages))]
    public async Task Returns_a_sound_file_after_a_disk_has_damaged_it(string how)
    {
        ManifestFile before = (await _rig.BuildAsync()).Files[0];
        Damage(how, _rig.PathOf(before.Digest));
        await _rig.Verify.RunAsync(CancellationToken.None);
        Manifest after = _rig.Newest();
        Assert.Equal(2ul, after.Sequence);
        Assert.Equal(before.Digest, after.Files[0].Digest);
        Assert.Equal((long)before.Length, _rig.Read(before.Digest).Length);
    }

    [Theory, MemberData(nameof(Damages))]
    public async Task Refuses_to_offer_a_damaged_delta(string how)
    {
        for (int step = 0; step < 4; step++)
        {
            await _rig.BuildAsync();
            _rig.AddEntry();
        }
        ManifestFile before = (await _rig.BuildAsync()).Files[0];
        Assert.Equal(4, before.Deltas.Count);
        Damage(how, _rig.PathOf(before.Deltas[1].Digest));
        await _rig.Verify.RunAsync(CancellationToken.None);
        ManifestFile after = _rig.Newest().Files[0];
        Assert.Equal(before.Digest, after.Digest);
        Assert.Equal(before.Deltas.Skip(2), after.Deltas, static (wanted, found) => wanted.Digest.AsSpan().SequenceEqual(found.Digest));
        Assert.False(File.Exists(_rig.PathOf(before.Deltas[1].Digest)));
    }

    [Fact]
    public async Task Keeps_sound_files_and_the_manifest_as_they_are()
    {
        await _rig.BuildAsync();
        _rig.AddEntry();
        Manifest before = await _rig.BuildAsync();
        string[] files = Directory.GetFiles(_rig.Folder.Snapshots);
        await _rig.Verify.RunAsync(CancellationToken.None);
        Assert.Equal(before.Sequence, _rig.Newest().Sequence);
        Assert.Equal(files.Order(), Directory.GetFiles(_rig.Folder.Snapshots).Order());
        Assert.Equal(before.Sequence, _rig.Publications.Of("brands").Manifest!.Sequence);
    }

    [Fact]
    public async Task Refuses_to_keep_half_written_files_and_strays()
    {
        await _rig.BuildAsync();
        string[] sound = Directory.GetFiles(_rig.Folder.Snapshots);
        await File.WriteAllBytesAsync(Path.Combine(_rig.Folder.Snapshots, $".{new string('a', 64)}.0123456789ab.tmp"), new byte[10]);
        await File.WriteAllBytesAsync(_rig.PathOf(new byte[32]), new byte[10]);
        _rig.AgeFiles();
        await _rig.Verify.RunAsync(CancellationToken.None);
        Assert.Equal(sound.Order(), Directory.GetFiles(_rig.Folder.Snapshots).Order());
    }

    private static void Damage(string how, string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        File.Delete(path);
        if (how != "lost")
        {
            File.WriteAllBytes(path, how switch
            {
                "torn" => bytes[..^1],
                "longer" => [.. bytes, 0],
                "emptied" => [],
                "flipped" => [.. bytes[..70], (byte)(bytes[70] ^ 1), .. bytes[71..]],
                _ => throw new ArgumentOutOfRangeException(nameof(how)),
            });
        }
    }
}
