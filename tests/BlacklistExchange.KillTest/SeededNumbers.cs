namespace BlacklistExchange.KillTest;

/// <summary>Numbers that a printed seed brings back (SplitMix64). When the kill comes is theirs; what the threads do in between is not.</summary>
internal sealed class SeededNumbers(ulong seed)
{
    private readonly Lock _gate = new();
    private ulong _state = seed;

    /// <summary>From <paramref name="least"/> up to, not including, <paramref name="end"/>.</summary>
    public int Next(int least, int end)
    {
        lock (_gate)
        {
            _state += 0x9E3779B97F4A7C15;
            ulong mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return least + (int)((mixed ^ (mixed >> 31)) % (ulong)(end - least));
        }
    }
}
