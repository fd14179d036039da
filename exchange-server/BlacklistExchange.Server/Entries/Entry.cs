using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Reports;

namespace BlacklistExchange.Server.Entries;

/// <summary>One row of the entry table.</summary>
internal sealed record Entry
{
    public required EntryAddress Address { get; init; }

    public required EntryState State { get; init; }

    /// <summary>48 bytes that files carry; null = no file holds the entry.</summary>
    public byte[]? SealedLabel { get; init; }

    /// <summary>The 16 bytes that are sealed.</summary>
    public byte[]? Label { get; init; }

    /// <summary>E under the KEK; null = erased.</summary>
    public byte[]? WrappedKey { get; init; }

    public required uint Ring { get; init; }

    public LabelFlags Flags { get; init; }

    public required long VisibleFrom { get; init; }

    public required long StateSince { get; init; }

    public bool Tombstoned { get; init; }

    public required long CreatedAt { get; init; }

    public long? ExpiresAt { get; init; }

    /// <summary>Goes up whenever state or label change.</summary>
    public long Version { get; init; }

    public EntryRuling Ruling { get; init; }

    public long RulingAt { get; init; }

    /// <summary>Report items up to this sequence are spent.</summary>
    public long CountedAfter { get; init; }

    public EntryHold Hold { get; init; }

    /// <summary>Says which entry it is, and nothing of its key.</summary>
    public override string ToString() => $"{Address.List}/{Address.Epoch}/{Address.Kind}/{Address.Tag} {State}";
}
