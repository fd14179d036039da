using BlacklistExchange.Protocol.Entries;

namespace BlacklistExchange.Client;

/// <summary>
/// The answer to one query. It names no identifier and no reporter. Read <see cref="ShouldRefuse"/> to act, <see cref="Explanation"/> to tell a person why.
/// </summary>
public sealed record Listing
{
    internal Listing(Verdict verdict, OnUncertain onUncertain)
    {
        Verdict = verdict;
        ShouldRefuse = verdict == Verdict.Listed || (verdict is Verdict.Unsure or Verdict.Stale && onUncertain == OnUncertain.FailClosed);
    }

    /// <summary>What may be concluded.</summary>
    public Verdict Verdict { get; }

    /// <summary>
    /// True for <see cref="Verdict.Listed"/>, and for <see cref="Verdict.Unsure"/> and <see cref="Verdict.Stale"/> when the platform chose
    /// <see cref="OnUncertain.FailClosed"/>. A watched or disputed identifier is never refused for it.
    /// </summary>
    public bool ShouldRefuse { get; }

    /// <summary>How the identifier stands on the list, as far as the list could be read.</summary>
    public Standing Standing { get; init; }

    /// <summary>Why the verdict is uncertain; <see cref="UnsureReason.None"/> when it is not.</summary>
    public UnsureReason Reason { get; init; }

    /// <summary>What happened and what to do, in English, for logs and case files; no identifier, no key.</summary>
    public required string Explanation { get; init; }

    /// <summary>When a budget refused: when asking again makes sense. Otherwise null.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>What was done; null without an entry. <see cref="Protocol.Entries.Category.Other"/> also stands for a category that too few members use to be shown.</summary>
    public Category? Category { get; init; }

    /// <summary>The strongest ground under the entry; null without one.</summary>
    public EvidenceTier? Tier { get; init; }

    /// <summary>First observed month, UTC; null without an entry.</summary>
    public Month? FirstObserved { get; init; }

    /// <summary>Last observed month, UTC; null without an entry.</summary>
    public Month? LastObserved { get; init; }

    /// <summary>Independent reporters, as a bucket: <c>1</c>, <c>2</c>, <c>3-4</c> or <c>5+</c>; null without an entry.</summary>
    public string? Reporters { get; init; }

    /// <summary>Flags of the entry.</summary>
    public LabelFlags Flags { get; init; }

    /// <summary>
    /// Number shared by all entries of one infringer within an epoch: two identifiers that carry the same (<see cref="Epoch"/>, <see cref="Ring"/>) belong
    /// together. Null without an entry.
    /// </summary>
    public uint? Ring { get; init; }

    /// <summary>The epoch whose entry is shown: the strongest of those found. Null without one.</summary>
    public uint? Epoch { get; init; }

    /// <summary>The entry's public name, for an appeal or a question to the operator; worth nothing by itself. Null without an entry.</summary>
    public Tag? Tag { get; init; }

    /// <summary>The list's policy version that decided the entry; null without one.</summary>
    public int? PolicyVersion { get; init; }

    /// <summary>How old the local list was when it answered; null when there was none, or its age cannot be told.</summary>
    public TimeSpan? ListAge { get; init; }

    /// <summary>Sequence of the manifest that answered; null when there was none.</summary>
    public ulong? ListSequence { get; init; }
}
