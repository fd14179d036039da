using System.Security.Cryptography;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Tests.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace BlacklistExchange.Protocol.Tests.Entries;

public sealed class SealedLabelTests
{
    private static readonly Label Example = new(Category.Trademark, new Month(240), new Month(241), 1, EntryStatus.Watch, EvidenceTier.Notice, LabelFlags.None, 1, 42);

    [Fact]
    public void Keeps_the_label_for_its_own_key() => Prop.ForAll(Generate.Digest.ToArbitrary(), Generate.Label.ToArbitrary(), static (bytes, label) =>
    {
        using EntryKey key = EntryKey.Import(bytes);
        return SealedLabel.TryOpen(key, SealedLabel.Seal(key, label), out Label opened) && opened == label;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Refuses_every_other_key() => Prop.ForAll(Generate.Digest.ToArbitrary(), Gen.Choose(0, 255).ToArbitrary(), static (bytes, bit) =>
    {
        using EntryKey key = EntryKey.Import(bytes);
        byte[] sealedLabel = SealedLabel.Seal(key, Example);
        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        using EntryKey other = EntryKey.Import(bytes);
        return !SealedLabel.TryOpen(other, sealedLabel, out Label opened) && opened == default;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Refuses_every_flipped_bit_and_every_other_length()
    {
        using EntryKey key = EntryKey.Import(SHA256.HashData("key"u8));
        byte[] bytes = SealedLabel.Seal(key, Example);
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(SealedLabel.TryOpen(key, bytes, out _));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
        Assert.True(SealedLabel.TryOpen(key, bytes, out _));
        Assert.All(Enumerable.Range(0, SealedLabel.Size), length => Assert.False(SealedLabel.TryOpen(key, bytes.AsSpan(0, length), out _)));
        Assert.False(SealedLabel.TryOpen(key, [.. bytes, 0], out _));
    }

    [Fact]
    public void Keeps_no_salt_twice()
    {
        using EntryKey key = EntryKey.Import(SHA256.HashData("key"u8));
        HashSet<string> salts = [.. Enumerable.Range(0, 200).Select(_ => Convert.ToHexString(SealedLabel.Seal(key, Example).AsSpan(0, SealedLabel.SaltSize)))];
        Assert.Equal(200, salts.Count);
    }

    /// <summary>The steps of the specification, taken apart and done by hand.</summary>
    [Fact]
    public void Returns_what_the_specification_says()
    {
        byte[] entryKey = SHA256.HashData("key"u8);
        byte[] salt = [.. Enumerable.Range(1, 16).Select(static number => (byte)number)];
        byte[] info = [.. "bex/label/v1"u8, .. salt];
        byte[] first = Mac(entryKey, [.. info, 1]);
        byte[] second = Mac(entryKey, [.. first, .. info, 2]);
        byte[] tag = Mac(entryKey, [.. "bex/tag/v1"u8, 1]);
        byte[] plain = new byte[Label.Size];
        Example.Encode(plain);
        byte[] text = new byte[16];
        byte[] check = new byte[16];
        using (AesGcm aes = new(first, 16))
        {
            aes.Encrypt(second.AsSpan(0, 12), plain, text, check, [.. "bex/label/v1"u8, .. tag]);
        }
        using EntryKey key = EntryKey.Import(entryKey);
        Assert.Equal([.. salt, .. text, .. check], SealedLabel.Seal(key, Example, salt));
    }

    [Fact]
    public void Refuses_a_label_that_opens_and_means_nothing()
    {
        using EntryKey key = EntryKey.Import(SHA256.HashData("key"u8));
        Assert.Throws<InvalidOperationException>(() => SealedLabel.Seal(key, default));
        Assert.Throws<ArgumentOutOfRangeException>(() => SealedLabel.Seal(key, Example, new byte[15]));
    }

    private static byte[] Mac(byte[] key, byte[] message) => HMACSHA256.HashData(key, message);
}
