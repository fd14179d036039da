namespace BlacklistExchange.Server.Entries;

/// <summary>How many entries of a list, epoch and kind are in a state.</summary>
internal sealed record EntryCount(string List, long Epoch, string Kind, string State, long Entries);
