namespace BlacklistExchange.Protocol.Wire;

// Bytes are base64url text without padding, times Unix seconds, kinds their registry names. The hub refuses unknown request fields;
// clients ignore unknown response fields (spec/protocol.md §3.2).

/// <summary>A signed binary structure: payload and 64-byte signature, base64url.</summary>
/// <param name="Payload">The exact signed bytes.</param>
/// <param name="Signature">r ‖ s.</param>
public sealed record SignedBytes(string Payload, string Signature);

/// <summary>Answer of <see cref="Routes.Lists"/>.</summary>
/// <param name="Exchange">Name of the exchange.</param>
/// <param name="Time">The hub's clock.</param>
/// <param name="Lists">The lists.</param>
public sealed record ListsResponse(string Exchange, long Time, IReadOnlyList<ListInfo> Lists);

/// <summary>One list and what this member may do with it.</summary>
/// <param name="Name">Name of the list.</param>
/// <param name="Scope">Sector and purpose of the list, for people.</param>
/// <param name="PolicyVersion">Version of its policy.</param>
/// <param name="Kinds">Enabled identifier kinds.</param>
/// <param name="Purposes">Purposes this member may name when it asks.</param>
/// <param name="ReleaseDelaySeconds">Longest random delay of a new entry.</param>
/// <param name="Ladder">The evidence ladder, for people and for explanations.</param>
public sealed record ListInfo(string Name, string Scope, int PolicyVersion, IReadOnlyList<string> Kinds, IReadOnlyList<string> Purposes, long ReleaseDelaySeconds, IReadOnlyList<LadderRule> Ladder);

/// <summary>One rule of an evidence ladder.</summary>
/// <param name="Evidence">Evidence type by name.</param>
/// <param name="NoticeServed">The rule asks that notice was served.</param>
/// <param name="Origins">Independent legal entities with different origins needed.</param>
/// <param name="Outcome"><c>listed</c> or <c>watch</c>.</param>
public sealed record LadderRule(string Evidence, bool NoticeServed, int Origins, string Outcome);

/// <summary>Answer of <see cref="Routes.Epochs"/>: descriptors of the live epochs and of those that are to come, ascending.</summary>
/// <param name="Epochs">Signed <see cref="EpochDescriptor"/> payloads.</param>
public sealed record EpochsResponse(IReadOnlyList<SignedBytes> Epochs);

/// <summary>Answer of <see cref="Routes.Manifest"/>.</summary>
/// <param name="Manifest">Signed manifest payload.</param>
public sealed record ManifestResponse(SignedBytes Manifest);

/// <summary>Body of <see cref="Routes.Evaluate"/>.</summary>
/// <param name="RequestId">Random UUID; the same body may be sent again under it within 15 minutes without charge.</param>
/// <param name="Purpose">One of <see cref="Purposes"/>.</param>
/// <param name="Groups">1 to 16 groups, 4096 elements in all.</param>
public sealed record EvaluateRequest(Guid RequestId, string Purpose, IReadOnlyList<EvaluateGroup> Groups);

/// <summary>One group of an evaluation.</summary>
/// <param name="List">Name of the list.</param>
/// <param name="Epoch">A live epoch.</param>
/// <param name="Kind">Kind by name.</param>
/// <param name="Elements">4, 16, 64, 256 or 1024 blinded elements, concatenated.</param>
public sealed record EvaluateGroup(string List, uint Epoch, string Kind, string Elements);

/// <summary>Answer of <see cref="Routes.Evaluate"/>.</summary>
/// <param name="Holder">The holder's index.</param>
/// <param name="Groups">One answer a group, in the request's order.</param>
/// <param name="Charged">Units debited; 0 for a repeat.</param>
public sealed record EvaluateResponse(int Holder, IReadOnlyList<EvaluatedGroup> Groups, long Charged);

/// <summary>One group's evaluation.</summary>
/// <param name="Elements">The evaluated elements, concatenated, in the request's order.</param>
/// <param name="Proof">The batched proof, 64 bytes c ‖ s.</param>
public sealed record EvaluatedGroup(string Elements, string Proof);

/// <summary>Answer of <see cref="Routes.Budget"/>.</summary>
/// <param name="Entity">The legal entity that all its members share budgets under.</param>
/// <param name="Budgets">One line a list and kind.</param>
public sealed record BudgetResponse(string Entity, IReadOnlyList<BudgetLine> Budgets);

/// <summary>What remains for one list and kind, in units.</summary>
/// <param name="List">Name of the list.</param>
/// <param name="Kind">Kind by name.</param>
/// <param name="Epoch">The epoch the line counts.</param>
/// <param name="Burst">Refills continuously.</param>
/// <param name="Day">Begins anew at 00:00 UTC.</param>
/// <param name="EpochTotal">Never refills by time.</param>
public sealed record BudgetLine(string List, string Kind, uint Epoch, BudgetCounter Burst, BudgetCounter Day, BudgetCounter EpochTotal);

/// <summary>One counter.</summary>
/// <param name="Limit">Units allowed, grants included.</param>
/// <param name="Remaining">Units left now.</param>
/// <param name="FullAt">When it is whole again; null = never by itself.</param>
public sealed record BudgetCounter(long Limit, long Remaining, long? FullAt = null);

/// <summary>Body of <see cref="Routes.Reports"/>: the signed statement and, beside it, the secrets of each item.</summary>
/// <param name="Statement">Signed <see cref="Reports.ReportStatement"/> payload.</param>
/// <param name="Items">One an item, in the statement's order.</param>
public sealed record ReportRequest(SignedBytes Statement, IReadOnlyList<ReportSecret> Items);

/// <summary>What the hub needs to file one item.</summary>
/// <param name="EntryKey">E, 32 bytes.</param>
/// <param name="Salt">The commitment's salt, 32 bytes.</param>
public sealed record ReportSecret(string EntryKey, string Salt);

/// <summary>Answer of <see cref="Routes.Reports"/>; 201 when new, 200 when it was there.</summary>
/// <param name="Receipt">Signed <see cref="Reports.Receipt"/> payload.</param>
public sealed record ReportResponse(SignedBytes Receipt);

/// <summary>Body of <see cref="Routes.Retractions"/>.</summary>
/// <param name="Statement">Signed <see cref="Reports.RetractionStatement"/> payload.</param>
public sealed record RetractionRequest(SignedBytes Statement);

/// <summary>Answer of <see cref="Routes.Retractions"/>.</summary>
/// <param name="ReportId">The report.</param>
/// <param name="Items">The items withdrawn now or before, and each entry's state after it.</param>
public sealed record RetractionResponse(Guid ReportId, IReadOnlyList<RetractedItem> Items);

/// <summary>One withdrawn item.</summary>
/// <param name="Index">Item index from 0.</param>
/// <param name="Tag">The entry's tag, hexadecimal.</param>
/// <param name="State">The entry's state by name.</param>
public sealed record RetractedItem(int Index, string Tag, string State);

/// <summary>Body of <see cref="Routes.Renewals"/>.</summary>
/// <param name="Statement">Signed <see cref="Reports.RenewalStatement"/> payload.</param>
/// <param name="Items">Both entry keys of each item, in the statement's order.</param>
public sealed record RenewalRequest(SignedBytes Statement, IReadOnlyList<RenewalSecret> Items);

/// <summary>The entry keys of one renewed item.</summary>
/// <param name="OldEntryKey">E in the ending epoch, 32 bytes.</param>
/// <param name="NewEntryKey">E in the newest epoch, 32 bytes.</param>
public sealed record RenewalSecret(string OldEntryKey, string NewEntryKey);

/// <summary>Answer of <see cref="Routes.Renewals"/>.</summary>
/// <param name="Items">One an item, in the statement's order.</param>
public sealed record RenewalResponse(IReadOnlyList<RenewedItem> Items);

/// <summary>One renewed item.</summary>
/// <param name="Outcome"><c>renewed</c>, <c>already-renewed</c> or <c>ended</c> (nothing stands any more that could be carried over).</param>
/// <param name="State">The new entry's state by name.</param>
public sealed record RenewedItem(string Outcome, string State);

/// <summary>Body of <see cref="Routes.EntryState"/>.</summary>
/// <param name="List">Name of the list.</param>
/// <param name="Epoch">Epoch.</param>
/// <param name="Kind">Kind by name.</param>
/// <param name="EntryKey">E, 32 bytes.</param>
public sealed record EntryStateRequest(string List, uint Epoch, string Kind, string EntryKey);

/// <summary>Answer of <see cref="Routes.EntryState"/> and <see cref="Routes.Disputes"/>.</summary>
/// <param name="Tag">The entry's tag, hexadecimal.</param>
/// <param name="State">State by name; <c>unknown</c> when nobody reported it.</param>
/// <param name="Reports">Reports that stand behind it.</param>
/// <param name="Since">When the state began.</param>
public sealed record EntryStateResponse(string Tag, string State, int Reports, long? Since = null);

/// <summary>Body of <see cref="Routes.Emergency"/>.</summary>
/// <param name="Member">The member's name.</param>
/// <param name="Code">Its emergency code, as <see cref="EmergencyCode"/> writes it.</param>
public sealed record EmergencyRequest(string Member, string Code)
{
    /// <summary>The member; never the code.</summary>
    public override string ToString() => $"Emergency of {Member}";
}

/// <summary>Answer of <see cref="Routes.Emergency"/>.</summary>
/// <param name="Member">The member's name.</param>
/// <param name="Status">suspended, or revoked when it was that before.</param>
public sealed record EmergencyResponse(string Member, string Status);

/// <summary>Body of <see cref="Routes.Disputes"/>.</summary>
/// <param name="List">Name of the list.</param>
/// <param name="Epoch">Epoch.</param>
/// <param name="Kind">Kind by name.</param>
/// <param name="EntryKey">E, 32 bytes.</param>
/// <param name="Ground">Why, at most 200 characters, no identifier.</param>
/// <param name="Reference">The desk's case number, at most 64 characters.</param>
public sealed record DisputeRequest(string List, uint Epoch, string Kind, string EntryKey, string Ground, string Reference);
