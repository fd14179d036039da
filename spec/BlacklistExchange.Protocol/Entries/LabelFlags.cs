namespace BlacklistExchange.Protocol.Entries;

/// <summary>Flags of a label (spec/protocol.md §6.3); unknown bits are ignored.</summary>
[Flags]
public enum LabelFlags : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The person is a victim: somebody used this identifier without right.</summary>
    VictimOfImpersonation = 1,

    /// <summary>The document behind the identifier was found to be fabricated.</summary>
    FabricatedDocument = 2,

    /// <summary>Removed matters that return are to be taken down again.</summary>
    StayDown = 4,
}
