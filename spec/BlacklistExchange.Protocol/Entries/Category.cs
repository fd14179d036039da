namespace BlacklistExchange.Protocol.Entries;

/// <summary>What an infringer did (spec/protocol.md §6.3). A label shows <see cref="Other"/> for a category that fewer than three members use.</summary>
public enum Category : ushort
{
    /// <summary>Hidden among others, or none of the below.</summary>
    Other = 0,

    /// <summary>Infringed a registered trademark.</summary>
    Trademark = 1,

    /// <summary>Infringed a patent.</summary>
    Patent = 2,

    /// <summary>Infringed a copyright.</summary>
    Copyright = 3,

    /// <summary>Sold counterfeits.</summary>
    Counterfeit = 4,

    /// <summary>Another fraud tied to intellectual property.</summary>
    OtherFraud = 5,
}
