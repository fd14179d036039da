using System.Data.Common;

namespace BlacklistExchange.Server.Storage;

/// <summary>
/// Figures of a slice that stand in the store. <paramref name="Read"/> runs in a read transaction of its own, in the background, and keeps what it found for
/// the next scrape, which never waits for the store.
/// </summary>
/// <param name="Name">For the log.</param>
/// <param name="Read">Must be short: statements over sets, none a member.</param>
internal sealed record StoredFigures(string Name, Action<DbConnection, DbTransaction> Read);
