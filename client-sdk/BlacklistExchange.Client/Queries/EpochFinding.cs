using BlacklistExchange.Client.Snapshots;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Client.Queries;

/// <summary>What one epoch's file says of an entry key.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Label">The opened label; null when no entry is there.</param>
/// <param name="Tag">The entry's tag.</param>
/// <param name="IsBroken">An entry is there and does not open, or the file that should be there is not.</param>
internal sealed record EpochFinding(uint Epoch, Label? Label, Tag Tag, bool IsBroken)
{
    /// <summary>
    /// Looks an entry key up (spec/protocol.md §8.4): a hit is a tag in the named file and a label that opens. A tag without an opening label is neither hit nor
    /// miss.
    /// </summary>
    public static EpochFinding LookUp(ListSet set, IdentifierKind kind, uint epoch, EntryKey key)
    {
        Tag tag = key.DeriveTag();
        Span<byte> sealedLabel = stackalloc byte[SealedLabel.Size];
        if (!set.TryGetFile(kind, epoch, out MappedSnapshot? file))
        {
            return new EpochFinding(epoch, null, tag, IsBroken: true);
        }
        if (!file.TryFind(tag, sealedLabel))
        {
            return new EpochFinding(epoch, null, tag, IsBroken: false);
        }
        return SealedLabel.TryOpen(key, sealedLabel, out Label label)
            ? new EpochFinding(epoch, label, tag, IsBroken: false)
            : new EpochFinding(epoch, null, tag, IsBroken: true);
    }
}
