namespace BlacklistExchange.Protocol.Entries;

/// <summary>The strongest ground under an entry, as its label shows it (spec/protocol.md §6.3).</summary>
public enum EvidenceTier : byte
{
    /// <summary>Notices or algorithms only.</summary>
    Notice = 1,

    /// <summary>Platforms' own adjudications.</summary>
    Adjudicated = 2,

    /// <summary>A notarised test purchase with notice served.</summary>
    Notarised = 3,

    /// <summary>A court's, customs' or regulator's decision.</summary>
    Official = 4,
}
