using System.Security.Cryptography;
using System.Text;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Tests.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace BlacklistExchange.Protocol.Tests.Entries;

public sealed class EntryKeyTests
{
    private static readonly byte[] Output = [.. Enumerable.Range(0, 64).Select(static number => (byte)number)];

    /// <summary>RFC 5869 spelled out with HMAC alone, so that the library's HKDF and our use of it are checked against another road.</summary>
    [Fact]
    public void Returns_what_rfc_5869_says()
    {
        byte[] info = [.. "bex/entry/v1"u8, 19, .. "ristretto255-SHA512"u8, 6, .. "brands"u8, 3, 0, 0, 1, 2];
        byte[] pseudoRandom = Mac(new byte[32], Output);
        byte[] expected = Mac(pseudoRandom, [.. info, 1]);
        using EntryKey key = EntryKey.Derive(Output, "ristretto255-SHA512", "brands", 3, 0x0102);
        Assert.Equal(expected, key.Reveal().ToArray());
        Assert.Equal(Mac(expected, [.. "bex/tag/v1"u8, 1]), key.DeriveTag().ToArray());
    }

    [Fact]
    public void Returns_another_key_when_any_part_differs()
    {
        byte[] changed = [.. Output];
        changed[63] ^= 0x80;
        string[] keys =
        [
            Revealed(Output, "ristretto255-SHA512", "brands", 3, 1), Revealed(changed, "ristretto255-SHA512", "brands", 3, 1), Revealed(Output, "P256-SHA256", "brands", 3, 1),
            Revealed(Output, "ristretto255-SHA512", "brand", 3, 1), Revealed(Output, "ristretto255-SHA512", "brands", 4, 1), Revealed(Output, "ristretto255-SHA512", "brands", 3, 2),
            Revealed(Output, "ristretto255-SHA51", "2brands", 3, 1),
        ];
        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    [Fact]
    public void Keeps_an_imported_key() => Prop.ForAll(Generate.Digest.ToArbitrary(), static bytes =>
    {
        using EntryKey key = EntryKey.Import(bytes);
        bool kept = key.Reveal().SequenceEqual(bytes);
        bytes[0] ^= 1;
        return kept && !key.Reveal().SequenceEqual(bytes);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Keeps_its_value_to_itself()
    {
        using EntryKey key = EntryKey.Derive(Output, "ristretto255-SHA512", "brands", 3, 1);
        Assert.Equal("EntryKey", key.ToString());
        Assert.Equal("EntryKey", $"{key}");
        Assert.Equal("{}", System.Text.Json.JsonSerializer.Serialize(key));
    }

    [Fact]
    public void Refuses_use_after_disposal_and_leaves_zeros()
    {
        EntryKey key = EntryKey.Import(SHA256.HashData(Output));
        ReadOnlySpan<byte> left = key.Reveal();
        key.Dispose();
        Assert.Equal(-1, left.IndexOfAnyExcept((byte)0));
        Assert.Throws<ObjectDisposedException>(() => key.DeriveTag());
        Assert.Throws<ObjectDisposedException>(() => key.Reveal().Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void Refuses_another_length(int length) => Assert.Throws<ArgumentOutOfRangeException>(() => EntryKey.Import(new byte[length]));

    [Fact]
    public void Refuses_names_that_would_collide()
    {
        Assert.ThrowsAny<ArgumentException>(() => EntryKey.Derive(Output, "ristretto255-SHA512", "列表", 3, 1));
        Assert.ThrowsAny<ArgumentException>(() => EntryKey.Derive(Output, new string('x', 256), "brands", 3, 1));
    }

    private static string Revealed(byte[] output, string suite, string list, byte kind, uint epoch)
    {
        using EntryKey key = EntryKey.Derive(output, suite, list, kind, epoch);
        return Encoding.Latin1.GetString(key.Reveal());
    }

    private static byte[] Mac(byte[] key, byte[] message) => HMACSHA256.HashData(key, message);
}
