namespace BlacklistExchange.Client.Evaluation;

/// <summary>
/// Names one identifier under one epoch inside this process: SHA-256 behind a secret of 32 bytes that exists only in this process, so that the cache holds no
/// identifier and its keys are worth nothing outside. One hash and not an HMAC's two: a name is never shown, so that nobody could lengthen it.
/// </summary>
internal readonly record struct CacheKey(UInt128 High, UInt128 Low);
