using System.Security.Cryptography;
using BlacklistExchange.Server.Snapshots;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Tests.Snapshots;

public sealed class SnapshotFilesTests : IDisposable
{
    private static readonly byte[] Content = new byte[100];
    private static readonly byte[] Digest = SHA256.HashData(Content);
    private readonly TempFolder _temp = new();
    private readonly SnapshotFiles _files;

    public SnapshotFilesTests() => _files = new SnapshotFiles(new DataFolder(_temp.Path), new HubOptions());

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Keeps_what_was_written_and_tells_it_from_anything_else()
    {
        Assert.False(_files.Holds(Digest, 100));
        Assert.False(_files.IsSound(Digest, 100));
        Assert.Null(_files.TryOpen(Digest, 100));
        Assert.Null(_files.TryMap(Digest, 100));
        _files.Write(Digest, static stream => stream.Write(Content));
        Assert.True(_files.Holds(Digest, 100) && _files.IsSound(Digest, 100));
        Assert.False(_files.Holds(Digest, 99) || _files.IsSound(Digest, 99));
        Assert.Null(_files.TryOpen(Digest, 99));
        using (FileStream? stream = _files.TryOpen(Digest, 100))
        {
            _files.Delete(Digest);
            Assert.Equal(Digest, SHA256.HashData(stream!));
        }
        Assert.False(_files.Holds(Digest, 100));
    }

    [Fact]
    public void Refuses_to_leave_a_file_whose_writing_failed()
    {
        Assert.Throws<FileNotWrittenException>(() => _files.Write(Digest, static stream =>
        {
            stream.Write(Content);
            throw new IOException("No space left on device");
        }));
        Assert.Empty(Directory.GetFiles(new DataFolder(_temp.Path).Snapshots));
    }

    /// <summary>The name is the permission to fetch the file.</summary>
    [Fact]
    public void Keeps_the_name_out_of_what_it_throws()
    {
        Directory.Delete(new DataFolder(_temp.Path).Snapshots);
        IOException failure = Assert.Throws<FileNotWrittenException>(() => _files.Write(Digest, static stream => stream.Write(Content)));
        Assert.DoesNotContain(Convert.ToHexStringLower(Digest), failure.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("(a file)", failure.Message, StringComparison.Ordinal);
    }
}
