using BlacklistExchange.Protocol.Entries;

namespace BlacklistExchange.Client.Testing;

/// <summary>What a label of a <see cref="FakeHub"/> says.</summary>
public sealed record FakeEntry
{
    /// <summary>Listed, watched or disputed.</summary>
    public EntryStatus Status { get; init; } = EntryStatus.Listed;

    /// <summary>What was done.</summary>
    public Category Category { get; init; } = Category.Counterfeit;

    /// <summary>Strongest ground.</summary>
    public EvidenceTier Tier { get; init; } = EvidenceTier.Official;

    /// <summary>First and last observed month.</summary>
    public Month Observed { get; init; } = new(241);

    /// <summary>Independent reporters.</summary>
    public int Reporters { get; init; } = 1;

    /// <summary>Flags.</summary>
    public LabelFlags Flags { get; init; }

    /// <summary>Ring; a new one for every call that lists when null.</summary>
    public uint? Ring { get; init; }

    internal Label ToLabel(uint ring) => new(Category, Observed, Observed, Label.Bucket(Reporters), Status, Tier, Flags, PolicyVersion: 1, Ring ?? ring);
}
