using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Tests.Storage;

/// <summary>Which modes of a secret's file pass. A file that root really lends, to a hub that is not root, is part of tests/publish/run.</summary>
public sealed class PrivateFileTests : IDisposable
{
    private const UnixFileMode Lent = UnixFileMode.UserRead | UnixFileMode.GroupRead;
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(Lent, 0u, 10001u, 10001u, 10001u, true)]
    [InlineData(Lent, 10001u, 10001u, 10001u, 10001u, false)]                             // its own file: whoever made it can say chmod 600
    [InlineData(Lent, 0u, 10001u, 10001u, 10002u, false)]                                 // lent to another group
    [InlineData(Lent, 0u, 10001u, 0u, 10001u, false)]                                     // root lends itself nothing
    [InlineData(Lent, 0u, 0u, 10001u, 0u, false)]                                         // root's own group
    [InlineData(Lent | UnixFileMode.OtherRead, 0u, 10001u, 10001u, 10001u, false)]
    [InlineData(Lent | UnixFileMode.GroupWrite, 0u, 10001u, 10001u, 10001u, false)]
    [InlineData(Lent | UnixFileMode.UserWrite, 0u, 10001u, 10001u, 10001u, false)]
    [InlineData(Lent | UnixFileMode.GroupExecute, 0u, 10001u, 10001u, 10001u, false)]
    [InlineData(Lent | UnixFileMode.SetGroup, 0u, 10001u, 10001u, 10001u, false)]
    public void Returns_what_is_lent(UnixFileMode mode, uint owner, uint group, uint user, uint own, bool lent) =>
        Assert.Equal(lent, PrivateFile.IsLent(mode, (owner, group), (user, own)));

    [Fact]
    public void Returns_whose_a_file_is()
    {
        string path = _temp.At("file");
        File.WriteAllText(path, "x");
        Assert.Equal((Posix.EffectiveUser(), Posix.EffectiveGroup()), Posix.OwnerOf(path));
        Assert.Equal((0u, 0u), Posix.OwnerOf("/proc/1"));
        Assert.Throws<IOException>(() => Posix.OwnerOf(_temp.At("absent")));
    }

    [Fact]
    public void Refuses_its_own_file_of_a_lent_mode()
    {
        string path = _temp.At("file");
        File.WriteAllText(path, "x");
        File.SetUnixFileMode(path, Lent);
        Assert.Contains("mode 440", Assert.Throws<SetupException>(() => PrivateFile.RequireOwnOrLent(path, "It")).Message, StringComparison.Ordinal);
        Assert.Contains("chmod 600", Assert.Throws<SetupException>(() => PrivateFile.Require(path, "It")).Message, StringComparison.Ordinal);
    }
}
