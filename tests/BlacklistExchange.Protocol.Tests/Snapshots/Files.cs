using System.Security.Cryptography;
using BlacklistExchange.Protocol.Snapshots;
using BlacklistExchange.Protocol.Tests.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace BlacklistExchange.Protocol.Tests.Snapshots;

/// <summary>Snapshot files in memory, and pairs of which one follows the other.</summary>
internal static class Files
{
    /// <summary>Rows of which many share their first bytes, so that neither order nor search can rely on them.</summary>
    private static Gen<byte[]> Row =>
        from crowded in Gen.Elements(0, 0, 4, 8, 15)
        from bytes in Generate.Bytes(SnapshotEntry.Size)
        select (byte[])[.. new byte[crowded], .. bytes[crowded..]];

    public static Gen<byte[]> Any { get; } = from rows in Row.ListOf() select Make(rows);

    public static Gen<(byte[] Before, byte[] After)> Pair { get; } =
        from rows in Row.ListOf()
        from fates in Gen.Choose(0, 3).ArrayOf(rows.Count)
        from more in Row.ListOf()
        select (Make(rows), Make([.. rows.Select((row, index) => (row, fate: fates[index])).Where(static pair => pair.fate != 0)
            .Select(static pair => pair.fate == 1 ? [.. pair.row[..^1], (byte)(pair.row[^1] ^ 1)] : pair.row), .. more]));

    public static byte[] Make(IEnumerable<byte[]> rows, string list = "brands", byte kind = 1, uint epoch = 1)
    {
        SortedDictionary<UInt128, byte[]> sorted = [];
        foreach (byte[] row in rows)
        {
            sorted.TryAdd(SnapshotEntry.Number(row), row);
        }
        using MemoryStream stream = new();
        using SnapshotWriter writer = new(stream, new SnapshotHeader(list, kind, epoch, (ulong)sorted.Count));
        foreach (byte[] row in sorted.Values)
        {
            writer.Add(row);
        }
        byte[] digest = writer.Complete();
        return digest.AsSpan().SequenceEqual(SHA256.HashData(stream.ToArray())) ? stream.ToArray() : throw new InvalidOperationException("The writer's digest is not the file's.");
    }

    public static byte[] Between(byte[] before, byte[] after)
    {
        using MemoryStream stream = new();
        byte[] digest = Delta.Write(before, SHA256.HashData(before), after, SHA256.HashData(after), stream);
        return digest.AsSpan().SequenceEqual(SHA256.HashData(stream.ToArray())) ? stream.ToArray() : throw new InvalidOperationException("The delta's digest is not the file's.");
    }

    /// <summary>The file that the delta leads to; null when it is refused.</summary>
    public static byte[]? Apply(byte[] before, byte[] delta)
    {
        using MemoryStream stream = new();
        return Delta.TryApply(before, SHA256.HashData(before), delta, header => new SnapshotWriter(stream, header), out byte[] digest)
            ? digest.AsSpan().SequenceEqual(SHA256.HashData(stream.ToArray())) ? stream.ToArray() : throw new InvalidOperationException("The result's digest is not the file's.")
            : null;
    }
}
