using System.Security.Cryptography;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Tests.Storage;

public sealed class KeyFolderTests : IDisposable
{
    private static readonly byte[] Secret = [.. Enumerable.Range(1, 40).Select(static value => (byte)value)];
    private readonly TempFolder _temp = new();
    private readonly Kek _kek;
    private readonly KeyFolder _keys;

    public KeyFolderTests()
    {
        using PinnedSecret secret = PinnedSecret.Random(Kek.Size);
        _kek = new Kek(secret);
        _keys = new KeyFolder(_temp.At("keys"), _kek);
    }

    public void Dispose()
    {
        _kek.Dispose();
        _temp.Dispose();
    }

    [Fact]
    public void Returns_what_was_sealed_from_a_file_only_the_owner_reads()
    {
        _keys.Seal("epoch-1", "scalar", Secret);
        using PinnedSecret opened = _keys.Open("epoch-1", "scalar");
        Assert.Equal(Secret, opened.Span.ToArray());
        Assert.Equal(DurableFile.OwnerOnly, File.GetUnixFileMode(FileOf("epoch-1")));
        Assert.Equal(DataFolder.OwnerOnly, File.GetUnixFileMode(_temp.At("keys")));
        Assert.Equal(-1, File.ReadAllBytes(FileOf("epoch-1")).AsSpan().IndexOf(Secret));
        Assert.Equal("(secret)", opened.ToString());
    }

    [Fact]
    public void Refuses_every_changed_byte()
    {
        _keys.Seal("k1", "scalar", Secret);
        byte[] good = File.ReadAllBytes(FileOf("k1"));
        for (int at = 0; at < good.Length; at++)
        {
            byte[] bad = [.. good];
            bad[at] ^= 1;
            File.WriteAllBytes(FileOf("k1"), bad);
            Assert.Throws<SetupException>(() => _keys.Open("k1", "scalar"));
        }
        File.WriteAllBytes(FileOf("k1"), good);
        _keys.Open("k1", "scalar").Dispose();
    }

    [Fact]
    public void Refuses_truncated_files()
    {
        _keys.Seal("k1", "scalar", Secret);
        byte[] good = File.ReadAllBytes(FileOf("k1"));
        for (int length = 0; length < good.Length; length++)
        {
            File.WriteAllBytes(FileOf("k1"), good[..length]);
            Assert.Throws<SetupException>(() => _keys.Open("k1", "scalar"));
        }
    }

    [Fact]
    public void Refuses_a_file_copied_to_another_name_another_purpose_and_another_kek()
    {
        _keys.Seal("k1", "scalar", Secret);
        File.Copy(FileOf("k1"), FileOf("k2"));
        Assert.Throws<SetupException>(() => _keys.Open("k2", "scalar"));
        Assert.Throws<SetupException>(() => _keys.Open("k1", "signing"));
        using PinnedSecret other = PinnedSecret.Random(Kek.Size);
        using Kek otherKek = new(other);
        Assert.Throws<SetupException>(() => new KeyFolder(_temp.At("keys"), otherKek).Open("k1", "scalar"));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.UserExecute)]
    public void Refuses_files_and_folders_that_others_reach(UnixFileMode extra)
    {
        _keys.Seal("k1", "scalar", Secret);
        File.SetUnixFileMode(FileOf("k1"), DurableFile.OwnerOnly | extra);
        Assert.Contains("chmod 600", Assert.Throws<SetupException>(() => _keys.Open("k1", "scalar")).Message, StringComparison.Ordinal);
        if (extra != UnixFileMode.UserExecute)
        {
            File.SetUnixFileMode(_temp.At("keys"), DataFolder.OwnerOnly | extra);
            Assert.Contains("chmod 700", Assert.Throws<SetupException>(() => new KeyFolder(_temp.At("keys"), _kek)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Returns_keys_from_a_folder_whose_volume_hands_its_group_on()
    {
        string volume = _temp.At("volume");
        Directory.CreateDirectory(volume);
        File.SetUnixFileMode(volume, DataFolder.OwnerOnly | UnixFileMode.SetGroup);
        string path = Path.Combine(volume, "keys");
        new KeyFolder(path, _kek).Seal("k1", "scalar", Secret);
        Assert.Equal(DataFolder.OwnerOnly | UnixFileMode.SetGroup, File.GetUnixFileMode(path));
        using PinnedSecret opened = new KeyFolder(path, _kek).Open("k1", "scalar");
        Assert.Equal(Secret, opened.Span.ToArray());
        File.SetUnixFileMode(path, DataFolder.OwnerOnly | UnixFileMode.SetGroup | UnixFileMode.GroupExecute);
        Assert.Contains("mode 2710", Assert.Throws<SetupException>(() => new KeyFolder(path, _kek)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Never_overwrites_a_key_and_destroys_it_when_told()
    {
        _keys.Seal("k1", "scalar", Secret);
        Assert.Throws<SetupException>(() => _keys.Seal("k1", "scalar", Secret));
        _keys.Destroy("k1");
        Assert.False(_keys.Exists("k1"));
        Assert.Throws<SetupException>(() => _keys.Open("k1", "scalar"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../k1")]
    [InlineData("a/b")]
    [InlineData(".hidden")]
    [InlineData("K1")]
    public void Refuses_names_that_leave_the_folder(string name) => Assert.Throws<ArgumentException>(() => _keys.Seal(name, "scalar", Secret));

    [Fact]
    public void Wraps_values_for_one_place_only()
    {
        byte[] wrapped = _kek.Wrap(Secret, "entry/1"u8);
        Assert.Equal(Secret.Length + Kek.Overhead, wrapped.Length);
        Assert.NotEqual(wrapped, _kek.Wrap(Secret, "entry/1"u8));
        using PinnedSecret opened = _kek.Unwrap(wrapped, "entry/1"u8);
        Assert.Equal(Secret, opened.Span.ToArray());
        Assert.ThrowsAny<CryptographicException>(() => _kek.Unwrap(wrapped, "entry/2"u8));
        Assert.ThrowsAny<CryptographicException>(() => _kek.Unwrap(wrapped.AsSpan(0, Kek.Overhead - 1), "entry/1"u8));
        Assert.ThrowsAny<CryptographicException>(() => _kek.OpenFile(wrapped, "entry/1"u8));
    }

    private string FileOf(string name) => Path.Combine(_temp.At("keys"), name + ".key");
}
