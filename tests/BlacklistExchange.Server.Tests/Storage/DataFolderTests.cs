using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Tests.Storage;

public sealed class DataFolderTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Refuses_a_second_holder_until_the_first_lets_go()
    {
        DataFolder folder = new(_temp.Path);
        using (DataFolderLock.Take(folder))
        {
            Assert.Null(DataFolderLock.TryTake(folder));
            Assert.Contains("Another bex-hub", Assert.Throws<SetupException>(() => DataFolderLock.Take(folder)).Message, StringComparison.Ordinal);
        }
        DataFolderLock.Take(folder).Dispose();
    }

    [Fact]
    public void Writes_whole_files_of_mode_0600_and_leaves_no_temporary_one()
    {
        string path = _temp.At("file");
        DurableFile.Write(path, [1, 2, 3]);
        DurableFile.Write(path, [4]);
        Assert.Equal([4], File.ReadAllBytes(path));
        Assert.Equal(DurableFile.OwnerOnly, File.GetUnixFileMode(path));
        Assert.Single(Directory.GetFileSystemEntries(_temp.Path));
    }

    [Fact]
    public void Keeps_the_old_file_when_writing_the_new_one_fails()
    {
        string path = _temp.At("file");
        DurableFile.Write(path, [1]);
        Assert.Throws<InvalidOperationException>(() => DurableFile.Write(path, stream =>
        {
            stream.WriteByte(2);
            throw new InvalidOperationException();
        }));
        Assert.Equal([1], File.ReadAllBytes(path));
        Assert.Single(Directory.GetFileSystemEntries(_temp.Path));
    }

    [Fact]
    public void Reports_an_fsync_that_fails()
    {
        using FileStream pipe = new("/dev/null", FileMode.Open, FileAccess.Write);
        Assert.Contains("fsync", Assert.Throws<IOException>(() => Posix.Fsync(pipe.SafeFileHandle, "/dev/null")).Message, StringComparison.Ordinal);
    }
}
