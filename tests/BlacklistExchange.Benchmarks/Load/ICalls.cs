namespace BlacklistExchange.Benchmarks.Load;

/// <summary>The requests of a scenario. Safe to use from many threads.</summary>
internal interface ICalls
{
    /// <summary>The next request, with a path relative to the hub.</summary>
    HttpRequestMessage Next();

    /// <summary>Checks one answer's content.</summary>
    /// <exception cref="NotMeasuredException">It is wrong.</exception>
    void Verify(byte[] answer);
}
