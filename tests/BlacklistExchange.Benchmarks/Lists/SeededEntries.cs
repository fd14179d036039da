using System.Security.Cryptography;
using BlacklistExchange.Protocol.Entries;

namespace BlacklistExchange.Benchmarks.Lists;

/// <summary>Entries under random entry keys, with tags and sealed labels as the hub makes them, in the order of their tags.</summary>
internal sealed class SeededEntries
{
    private const int RowSize = EntryKey.Size + Tag.Size + SealedLabel.Size + Label.Size;
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
    public static SeededEntries Make(int count)
    {
        byte[] rows = new byte[count * RowSize];
        UInt128[] prefixes = new UInt128[count];
        int chunks = (count + Chunk - 1) / Chunk;
        Parallel.For(0, chunks, chunk =>
        {
            for (int i = chunk * Chunk; i < Math.Min(count, (chunk + 1) * Chunk); i++)
            {
                Fill(rows.AsSpan(i * RowSize, RowSize), i);
                prefixes[i] = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(rows.AsSpan((i * RowSize) + EntryKey.Size));
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

    private static void Fill(Span<byte> row, int index)
    {
        RandomNumberGenerator.Fill(row[..EntryKey.Size]);
        using EntryKey key = EntryKey.Import(row[..EntryKey.Size]);
        key.DeriveTag().CopyTo(row.Slice(EntryKey.Size, Tag.Size));
        Label label = LabelOf(index);
        SealedLabel.Seal(key, label).CopyTo(row[(EntryKey.Size + Tag.Size)..]);
        label.Encode(row[^Label.Size..]);
    }

    private static Label LabelOf(int index)
    {
        Month first = new((ushort)(200 + (index % 48)));
        return new Label(
            (Category)(index % 6), first, new Month((ushort)(first.Number + (index % 7))), Label.Bucket(1 + (index % 6)), (EntryStatus)(1 + (index % 3)), (EvidenceTier)(1 + (index % 4)),
            default, PolicyVersion: 1, Ring: (uint)(index / 3));
    }
}
