namespace BlacklistExchange.Server.Snapshots;

/// <summary>Another node builds, or has begun to while this one was at it; nothing was named, withdrawn or forgotten.</summary>
internal sealed class NotBuilderException() : Exception("Another node builds.");
