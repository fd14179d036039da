namespace BlacklistExchange.Protocol.Entries;

/// <summary>What a report rests on; the evidence ladder decides by it (spec/protocol.md §7.3).</summary>
public enum EvidenceType : byte
{
    /// <summary>A court's decision.</summary>
    CourtDecision = 1,

    /// <summary>An administrative decision.</summary>
    AdministrativeDecision = 2,

    /// <summary>A customs seizure.</summary>
    CustomsSeizure = 3,

    /// <summary>A notarised test purchase.</summary>
    NotarisedPurchase = 4,

    /// <summary>The platform's own adjudication.</summary>
    PlatformAdjudication = 5,

    /// <summary>A bare notice by a rights holder.</summary>
    RightsHolderNotice = 6,

    /// <summary>A finding by an algorithm.</summary>
    AlgorithmicDetection = 7,
}
