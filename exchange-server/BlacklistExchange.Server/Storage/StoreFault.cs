namespace BlacklistExchange.Server.Storage;

/// <summary>What an exception in the middle of a transaction means for it.</summary>
internal enum StoreFault
{
    /// <summary>The statement's own, or none of the store's.</summary>
    Own,

    /// <summary>The engine refused; what the item did is undone, its neighbours can go on.</summary>
    Refused,

    /// <summary>The whole transaction is gone, and certainly rolled back.</summary>
    Lost,

    /// <summary>Nobody knows what is durable.</summary>
    Unknown,
}
