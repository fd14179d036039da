using BlacklistExchange.Protocol.Entries;

namespace BlacklistExchange.Server.Entries;

/// <summary>Where an entry stands: a tag means something only on its list, in its epoch and under its kind.</summary>
internal readonly record struct EntryAddress(string List, uint Epoch, byte Kind, Tag Tag);
