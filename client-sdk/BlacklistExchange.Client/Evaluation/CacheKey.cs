namespace BlacklistExchange.Client.Evaluation;

/// <summary>
/// Names one identifier under one epoch inside this process: HMAC-SHA-256 under a key that exists only in this process, so that the cache holds no
/// identifier and its keys are worth nothing outside.
/// </summary>
internal readonly record struct CacheKey(UInt128 High, UInt128 Low);
