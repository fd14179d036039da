using System.Runtime.InteropServices;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Tests.Storage;

public sealed class KekSourceTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Reads_a_private_file_and_refuses_any_other_mode()
    {
        string path = Make(Kek.Size);
        using Kek kek = Read(path);
        File.SetUnixFileMode(path, UnixFileMode.UserRead);
        Read(path).Dispose();
        foreach (UnixFileMode extra in (UnixFileMode[])[UnixFileMode.GroupRead, UnixFileMode.OtherRead, UnixFileMode.GroupWrite, UnixFileMode.OtherExecute])
        {
            File.SetUnixFileMode(path, DurableFile.OwnerOnly | extra);
            Assert.Contains("chmod 600", Assert.Throws<SetupException>(() => Read(path)).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void Refuses_any_other_length(int length) =>
        Assert.Contains("exactly 32 bytes", Assert.Throws<SetupException>(() => Read(Make(length))).Message, StringComparison.Ordinal);

    [Fact]
    public void Refuses_a_link_and_an_absent_file()
    {
        File.CreateSymbolicLink(_temp.At("link"), Make(Kek.Size));
        Assert.Contains("symbolic link", Assert.Throws<SetupException>(() => Read(_temp.At("link"))).Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", Assert.Throws<SetupException>(() => Read(_temp.At("absent"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_the_same_key_from_a_descriptor()
    {
        string path = Make(Kek.Size);
        using Kek fromFile = Read(path);
        int descriptor = open(path, 0, 0);
        using Kek fromDescriptor = KekSource.Read(new KekOptions { Descriptor = descriptor }, new DataFolder(_temp.Path));
        using PinnedSecret opened = fromDescriptor.Unwrap(fromFile.Wrap("x"u8, "y"u8), "y"u8);
        Assert.Equal("x"u8.ToArray(), opened.Span.ToArray());
        Assert.Throws<SetupException>(() => KekSource.Read(new KekOptions { Descriptor = 9999 }, new DataFolder(_temp.Path)));
    }

    private string Make(int length)
    {
        string path = _temp.At($"kek-{length}");
        DurableFile.Write(path, new byte[length]);
        return path;
    }

    private Kek Read(string path) => KekSource.Read(new KekOptions { File = path }, new DataFolder(_temp.Path));

    [DllImport("libc", SetLastError = true)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, int mode);
}
