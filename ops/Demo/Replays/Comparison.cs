namespace BlacklistExchange.Demo.Replays;

/// <summary>Two files of decisions, byte by byte and line by line.</summary>
internal sealed class Comparison
{
    public Comparison(string one, string other)
    {
        AreIdentical = File.ReadAllBytes(one).AsSpan().SequenceEqual(File.ReadAllBytes(other));
        string[] lines = File.ReadAllLines(one);
        Lines = lines.Length;
        Differing = lines.Except(File.ReadAllLines(other)).Count();
    }

    public bool AreIdentical { get; }

    public int Lines { get; }

    /// <summary>Lines of the first that the other does not have.</summary>
    public int Differing { get; }
}
