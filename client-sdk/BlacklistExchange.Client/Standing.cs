namespace BlacklistExchange.Client;

/// <summary>How the identifier stands on the list, whatever may follow from it.</summary>
public enum Standing
{
    /// <summary>No published entry was found.</summary>
    None = 0,

    /// <summary>Watched: reported, with grounds that never act alone.</summary>
    Watch = 1,

    /// <summary>Frozen by a dispute: nobody may act on it until it is decided.</summary>
    Disputed = 2,

    /// <summary>Listed.</summary>
    Listed = 3,
}
