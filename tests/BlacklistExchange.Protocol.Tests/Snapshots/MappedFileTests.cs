using System.Security.Cryptography;
using BlacklistExchange.Protocol.Snapshots;

namespace BlacklistExchange.Protocol.Tests.Snapshots;

public sealed class MappedFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bex-mapped-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(70_001)]
    public void Returns_the_bytes_of_the_file(int length)
    {
        byte[] bytes = RandomNumberGenerator.GetBytes(length);
        using MappedFile file = MappedFile.Open(Write(bytes));
        using MappedFile.Lease lease = file.Acquire();
        Assert.True(lease.Bytes.SequenceEqual(bytes));
    }

    [Fact]
    public void Keeps_the_bytes_while_a_lease_lasts()
    {
        byte[] bytes = RandomNumberGenerator.GetBytes(10_000);
        string path = Write(bytes);
        MappedFile file = MappedFile.Open(path);
        MappedFile.Lease lease = file.Acquire();
        file.Dispose();
        file.Dispose();
        File.Delete(path);
        Assert.True(lease.Bytes.SequenceEqual(bytes));
        lease.Dispose();
        Assert.True(lease.Bytes.IsEmpty);
        lease.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file.Acquire().Dispose());
    }

    [Fact]
    public async Task Keeps_readers_safe_while_another_thread_disposes()
    {
        byte[] bytes = [.. Enumerable.Repeat((byte)7, 100_000)];
        string path = Write(bytes);
        for (int round = 0; round < 20; round++)
        {
            MappedFile file = MappedFile.Open(path);
            using CountdownEvent reading = new(2);
            Task<int>[] readers = [.. Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(() => ReadUntilDisposed(file, reading), TaskCreationOptions.LongRunning))];
            reading.Wait();
            file.Dispose();
            Assert.Equal(0, (await Task.WhenAll(readers)).Sum());
        }
    }

    [Fact]
    public void Refuses_a_file_of_two_gigabytes()
    {
        string path = Path.Combine(_folder, "sparse");
        using (FileStream stream = File.Create(path))
        {
            stream.SetLength(MappedFile.MaxLength + 1);
        }
        InvalidDataException refusal = Assert.Throws<InvalidDataException>(() => MappedFile.Open(path));
        Assert.Contains("2147483648 bytes", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_file_that_is_not_there() => Assert.Throws<FileNotFoundException>(() => MappedFile.Open(Path.Combine(_folder, "nothing")));

    private static int ReadUntilDisposed(MappedFile file, CountdownEvent reading)
    {
        reading.Signal();
        int wrong = 0;
        try
        {
            while (true)
            {
                using MappedFile.Lease lease = file.Acquire();
                wrong += lease.Bytes.Count((byte)7) == lease.Bytes.Length ? 0 : 1;
            }
        }
        catch (ObjectDisposedException)
        {
            return wrong;
        }
    }

    private string Write(byte[] bytes)
    {
        string path = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
