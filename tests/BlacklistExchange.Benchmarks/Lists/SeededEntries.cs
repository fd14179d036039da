using System.Buffers.Binary;
using System.Security.Cryptography;
using BlacklistExchange.Protocol.Entries;

namespace BlacklistExchange.Benchmarks.Lists;

/// <summary>Entries under random entry keys, with tags and sealed labels as spec/protocol.md §6 has them, in the order of their tags.</summary>
/// <remarks>
/// HKDF-Expand is written out with one-shot HMAC here, because a million calls of the framework's HKDF would take longer than all that is measured. That the
/// result is right is not taken on trust: the member's part finds tags and opens labels with the protocol library.
/// </remarks>
internal sealed class SeededEntries
{
    private const int RowSize = EntryKey.Size + Tag.Size + SealedLabel.Size + Label.Size;
    private const int RandomSize = EntryKey.Size + SealedLabel.SaltSize;
    private const int NonceSize = 12;
    private const int GcmTagSize = 16;
    private const int Chunk = 4096;

    private readonly byte[] rows;
    private readonly int[] order;

    private SeededEntries(byte[] rows, int[] order)
    {
        this.rows = rows;
        this.order = order;
    }

    public int Count => order.Length;

    /// <summary>Makes the entries on all cores.</summary>
    /// <param name="count">How many.</param>
    /// <param name="given">Entry keys of the first of them, one after the other; the others' are random.</param>
    public static SeededEntries Make(int count, byte[]? given = null)
    {
        given ??= [];
        byte[] rows = new byte[count * RowSize];
        UInt128[] prefixes = new UInt128[count];
        Parallel.For(0, (count + Chunk - 1) / Chunk, chunk =>
        {
            int from = chunk * Chunk, to = Math.Min(count, from + Chunk);
            byte[] random = RandomNumberGenerator.GetBytes((to - from) * RandomSize);
            for (int i = from; i < to; i++)
            {
                Span<byte> own = random.AsSpan((i - from) * RandomSize, RandomSize);
                given.AsSpan(Math.Min(given.Length, i * EntryKey.Size), i < given.Length / EntryKey.Size ? EntryKey.Size : 0).CopyTo(own);
                Fill(rows.AsSpan(i * RowSize, RowSize), own, i);
                prefixes[i] = BinaryPrimitives.ReadUInt128BigEndian(rows.AsSpan((i * RowSize) + EntryKey.Size));
            }
        });
        int[] order = [.. Enumerable.Range(0, count)];
        Array.Sort(prefixes, order);
        return new SeededEntries(rows, order);
    }

    /// <summary>E of the entry at this place of the file.</summary>
    public ReadOnlySpan<byte> Key(int place) => Row(place)[..EntryKey.Size];

    /// <summary>The tag, 32 bytes.</summary>
    public ReadOnlySpan<byte> TagOf(int place) => Row(place).Slice(EntryKey.Size, Tag.Size);

    /// <summary>The sealed label, 48 bytes.</summary>
    public ReadOnlySpan<byte> Sealed(int place) => Row(place).Slice(EntryKey.Size + Tag.Size, SealedLabel.Size);

    /// <summary>The plain label, 16 bytes.</summary>
    public ReadOnlySpan<byte> Plain(int place) => Row(place)[^Label.Size..];

    private ReadOnlySpan<byte> Row(int place) => rows.AsSpan(order[place] * RowSize, RowSize);

    private static void Fill(Span<byte> row, ReadOnlySpan<byte> random, int index)
    {
        Span<byte> key = row[..EntryKey.Size], tag = row.Slice(EntryKey.Size, Tag.Size), plain = row[^Label.Size..];
        random[..EntryKey.Size].CopyTo(key);
        HMACSHA256.HashData(key, [.. "bex/tag/v1"u8, 1], tag);
        LabelOf(index).Encode(plain);
        Span<byte> sealedLabel = row.Slice(EntryKey.Size + Tag.Size, SealedLabel.Size);
        random[EntryKey.Size..].CopyTo(sealedLabel);
        Seal(key, tag, plain, sealedLabel);
    }

    /// <summary>Seals behind the salt that stands there already.</summary>
    private static void Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> plain, Span<byte> sealedLabel)
    {
        ReadOnlySpan<byte> salt = sealedLabel[..SealedLabel.SaltSize];
        Span<byte> material = stackalloc byte[2 * HMACSHA256.HashSizeInBytes];
        Span<byte> first = material[..HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, [.. "bex/label/v1"u8, .. salt, 1], first);
        HMACSHA256.HashData(key, [.. first, .. "bex/label/v1"u8, .. salt, 2], material[first.Length..]);
        using AesGcm aes = new(first, GcmTagSize);
        aes.Encrypt(material.Slice(first.Length, NonceSize), plain, sealedLabel.Slice(salt.Length, plain.Length), sealedLabel[^GcmTagSize..], [.. "bex/label/v1"u8, .. tag]);
    }

    /// <summary>What the label of entry <paramref name="index"/> says, in the order of making.</summary>
    public static EntryStatus StatusOf(int index) => LabelOf(index).Status;

    private static Label LabelOf(int index)
    {
        Month first = new((ushort)(200 + (index % 48)));
        return new Label(
            (Category)(index % 6), first, new Month((ushort)(first.Number + (index % 7))), Label.Bucket(1 + (index % 6)), (EntryStatus)(1 + (index % 3)), (EvidenceTier)(1 + (index % 4)),
            default, PolicyVersion: 1, Ring: (uint)(index / 3));
    }
}
