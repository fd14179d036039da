using BlacklistExchange.Client.Evaluation;
using BlacklistExchange.Protocol.Entries;

namespace BlacklistExchange.Client.Queries;

/// <summary>Is shown every entry key of a query, on any thread; whoever needs it longer than the call takes a copy.</summary>
/// <param name="index">Position of the identifier in the query.</param>
/// <param name="epoch">The epoch it was evaluated under.</param>
/// <param name="key">The entry key, zeroed afterwards.</param>
internal delegate void KeepEntryKey(int index, EpochKeys epoch, EntryKey key);
