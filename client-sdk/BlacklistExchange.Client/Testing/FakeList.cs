using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Snapshots;

namespace BlacklistExchange.Client.Testing;

/// <summary>The entries of a fake hub, in memory: entry key, state, label.</summary>
internal sealed class FakeList
{
    private readonly Dictionary<(uint Epoch, IdentifierKind Kind, Tag Tag), Row> _rows = [];

    public Row? Find(uint epoch, IdentifierKind kind, Tag tag) => _rows.GetValueOrDefault((epoch, kind, tag));

    public void Put(uint epoch, IdentifierKind kind, EntryKey key, EntryState state, Label label, bool broken = false)
    {
        Tag tag = key.DeriveTag();
        Row? before = Find(epoch, kind, tag);
        bool same = before is not null && before.State == state && before.Label == label && !broken;
        using EntryKey? other = broken ? EntryKey.Import(new byte[EntryKey.Size]) : null;
        byte[] sealedLabel = same ? before!.Sealed : SealedLabel.Seal(other ?? key, label);
        _rows[(epoch, kind, tag)] = new Row(key.Reveal().ToArray(), state, label, sealedLabel, before?.Reports ?? 0);
    }

    public void Count(uint epoch, IdentifierKind kind, Tag tag, int change)
    {
        if (_rows.TryGetValue((epoch, kind, tag), out Row? row))
        {
            _rows[(epoch, kind, tag)] = row with { Reports = Math.Max(0, row.Reports + change) };
        }
    }

    public void SetState(uint epoch, IdentifierKind kind, Tag tag, EntryState state)
    {
        if (_rows.TryGetValue((epoch, kind, tag), out Row? row))
        {
            using EntryKey key = EntryKey.Import(row.Key);
            EntryStatus status = state switch { EntryState.Watch => EntryStatus.Watch, EntryState.Disputed => EntryStatus.Disputed, _ => EntryStatus.Listed };
            Put(epoch, kind, key, state, row.Label with { Status = status });
        }
    }

    public void Remove(uint epoch, IdentifierKind kind, Tag tag) => _rows.Remove((epoch, kind, tag));

    /// <summary>The snapshot file of one kind and epoch.</summary>
    public byte[] Snapshot(string list, uint epoch, IdentifierKind kind)
    {
        byte[][] entries = [.. _rows.Where(pair => pair.Key.Epoch == epoch && pair.Key.Kind == kind && pair.Value.State is EntryState.Listed or EntryState.Watch or EntryState.Disputed)
            .Select(static pair => (byte[])[.. pair.Key.Tag.ToArray().AsSpan(0, Tag.PrefixSize), .. pair.Value.Sealed])
            .OrderBy(static entry => Convert.ToHexString(entry, 0, Tag.PrefixSize), StringComparer.Ordinal)];
        using MemoryStream file = new();
        using SnapshotWriter writer = new(file, new SnapshotHeader(list, (byte)kind, epoch, (ulong)entries.Length));
        foreach (byte[] entry in entries)
        {
            writer.Add(entry);
        }
        writer.Complete();
        return file.ToArray();
    }

    internal sealed record Row(byte[] Key, EntryState State, Label Label, byte[] Sealed, int Reports);
}
