namespace BlacklistExchange.Server.Soundness;

/// <summary>What one check looked at and found; it keeps the first faults in words.</summary>
internal sealed class Finding(string check)
{
    private const int MostKept = 20;
    private readonly List<string> _kept = [];

    public string Check => check;

    public long Looked { get; private set; }

    public long Faults { get; private set; }

    /// <summary>What was not looked at, and why; null when all was.</summary>
    public string? Left { get; private set; }

    public IReadOnlyList<string> Kept => _kept;

    public void Look(long count = 1) => Looked += count;

    /// <summary>Never an identifier, an entry key or a key: a tag, a name, a number.</summary>
    public void Fault(string what)
    {
        Faults++;
        if (_kept.Count < MostKept)
        {
            _kept.Add(what);
        }
    }

    public void FaultUnless(bool holds, string what)
    {
        if (!holds)
        {
            Fault(what);
        }
    }

    public void Leave(string why) => Left = why;
}
