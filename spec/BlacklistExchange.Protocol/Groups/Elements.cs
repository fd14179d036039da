namespace BlacklistExchange.Protocol.Groups;

/// <summary>An opaque batch of group elements (RFC 9497 §2.1), already validated. Its group owns it and chooses how it lies in memory.</summary>
/// <remarks>Immutable until disposed, and then safe to share between threads. Dispose a batch that came from secret inputs, so that it is zeroed.</remarks>
public abstract class Elements : IDisposable
{
    private protected Elements(Group group, int count)
    {
        Group = group;
        Count = count;
    }

    /// <summary>The group the elements belong to.</summary>
    public Group Group { get; }

    /// <summary>How many elements there are.</summary>
    public int Count { get; }

    /// <summary>Zeroes the elements; any later use throws.</summary>
    public abstract void Dispose();

    /// <summary>Says only how many elements there are, and of which group.</summary>
    public override string ToString() => $"{Count} elements of {Group.Identifier}";
}
