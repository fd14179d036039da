using System.Security.Cryptography;
using BlacklistExchange.Protocol.Entries;

namespace BlacklistExchange.Benchmarks.Lists;

/// <summary>What is looked for: tags, half of them listed, in random order; and entry keys with what their labels must say.</summary>
internal static class Probes
{
    public const int LabelRowSize = EntryKey.Size + SealedLabel.Size + Label.Size;
    private const int LabelCount = 4096;
    private const string TagFile = "probes.tags";
    private const string LabelFile = "probes.labels";

    public static void Write(string folder, SeededEntries entries)
    {
        int[] places = [.. Enumerable.Range(0, entries.Count)];
        RandomNumberGenerator.Shuffle(places.AsSpan());
        byte[] tags = RandomNumberGenerator.GetBytes(entries.Count * Tag.Size);
        int[] slots = [.. Enumerable.Range(0, entries.Count)];
        RandomNumberGenerator.Shuffle(slots.AsSpan());
        for (int i = 0; i < entries.Count / 2; i++)
        {
            entries.TagOf(places[i]).CopyTo(tags.AsSpan(slots[i] * Tag.Size));
        }

        File.WriteAllBytes(Path.Combine(folder, TagFile), tags);
        byte[] labels = new byte[Math.Min(LabelCount, entries.Count) * LabelRowSize];
        for (int i = 0; i < labels.Length / LabelRowSize; i++)
        {
            Span<byte> row = labels.AsSpan(i * LabelRowSize, LabelRowSize);
            entries.Key(places[i]).CopyTo(row);
            entries.Sealed(places[i]).CopyTo(row[EntryKey.Size..]);
            entries.Plain(places[i]).CopyTo(row[^Label.Size..]);
        }

        File.WriteAllBytes(Path.Combine(folder, LabelFile), labels);
    }

    /// <summary>All tags; exactly half of them, rounded down, are listed.</summary>
    public static Tag[] ReadTags(string folder) => [.. File.ReadAllBytes(Path.Combine(folder, TagFile)).Chunk(Tag.Size).Select(static bytes => new Tag(bytes))];

    /// <summary>Rows of E ‖ sealed label ‖ label.</summary>
    public static byte[] ReadLabels(string folder) => File.ReadAllBytes(Path.Combine(folder, LabelFile));
}
