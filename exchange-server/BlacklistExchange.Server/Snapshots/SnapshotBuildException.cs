namespace BlacklistExchange.Server.Snapshots;

/// <summary>A file cannot be built from what the store holds; the message says why. The manifest stays as it was and grows old, so nobody relies on half a list.</summary>
internal sealed class SnapshotBuildException(string message, Exception? inner = null) : Exception(message, inner);
