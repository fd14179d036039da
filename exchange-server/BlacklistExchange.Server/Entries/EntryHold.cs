namespace BlacklistExchange.Server.Entries;

/// <summary>An open dispute on an entry.</summary>
internal enum EntryHold : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Members saw the entry when the dispute was opened: it stays visible, marked as frozen.</summary>
    Shown = 1,

    /// <summary>Nobody saw it: it stays unseen until the dispute is decided.</summary>
    Hidden = 2,
}
