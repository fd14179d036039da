namespace BlacklistExchange.Client.Testing;

/// <summary>Ways in which a <see cref="FakeHub"/> lies, alone or together. None of them may ever make an SDK say "not listed".</summary>
[Flags]
public enum FakeHubLie
{
    /// <summary>Honest.</summary>
    None = 0,

    /// <summary>Evaluates under another key, with a proof that fits that key.</summary>
    WrongKey = 1 << 0,

    /// <summary>Flips a bit of the proof.</summary>
    FlippedProof = 1 << 1,

    /// <summary>Swaps evaluated elements.</summary>
    Permuted = 1 << 2,

    /// <summary>Leaves out the last element of a group.</summary>
    ShortAnswer = 1 << 3,

    /// <summary>Answers with fewer groups than were asked.</summary>
    MissingGroup = 1 << 4,

    /// <summary>Evaluates under the key of the epoch before.</summary>
    OldEpoch = 1 << 5,

    /// <summary>Answers with something that is not the protocol's JSON.</summary>
    Garbage = 1 << 6,

    /// <summary>Serves list files whose end is torn off or overwritten with zeros, at the promised length.</summary>
    TornSnapshot = 1 << 7,

    /// <summary>Serves the manifest before the newest.</summary>
    LowerSequence = 1 << 8,

    /// <summary>Serves a manifest whose signature is not the exchange's.</summary>
    UnsignedManifest = 1 << 9,

    /// <summary>Serves a manifest signed for an hour from now.</summary>
    FutureManifest = 1 << 10,

    /// <summary>Signs another manifest under the sequence it has used.</summary>
    TwoManifests = 1 << 11,

    /// <summary>Opens epochs whose joint key does not follow from the holders' keys.</summary>
    WrongJointKey = 1 << 12,

    /// <summary>Serves epoch descriptors that the manifest does not name.</summary>
    OtherDescriptor = 1 << 13,

    /// <summary>Publishes labels that do not open under their entry keys.</summary>
    BrokenLabels = 1 << 14,

    /// <summary>Signs receipts for another statement.</summary>
    ForeignReceipt = 1 << 15,

    /// <summary>Serves deltas that do not lead where the manifest says.</summary>
    BrokenDeltas = 1 << 16,
}
