namespace BlacklistExchange.Protocol.Wire;

/// <summary>How many elements a group of an evaluation request holds (spec/protocol.md §5.2): the sizes say little about the volume asked.</summary>
public static class GroupSizes
{
    /// <summary>Most elements in one group.</summary>
    public const int MaxGroup = 1024;

    /// <summary>Most groups in one request.</summary>
    public const int MaxGroups = 16;

    /// <summary>Most elements in one request.</summary>
    public const int MaxRequest = 4096;

    private static ReadOnlySpan<int> Sizes => [4, 16, 64, 256, 1024];

    /// <summary>True for 4, 16, 64, 256 and 1024.</summary>
    public static bool IsPadded(int count) => Sizes.Contains(count);

    /// <summary>Splits <paramref name="count"/> real elements into padded groups: whole 1024s first, the rest up to the next size. Returns the sizes.</summary>
    public static IReadOnlyList<int> Split(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        List<int> groups = [];
        for (; count >= MaxGroup; count -= MaxGroup)
        {
            groups.Add(MaxGroup);
        }
        if (count > 0)
        {
            groups.Add(Padded(count));
        }
        return groups;
    }

    /// <summary>What <paramref name="count"/> identifiers of one (list, kind, epoch) cost in units.</summary>
    public static long Cost(int count) => Split(count).Sum(static size => (long)size);

    private static int Padded(int count)
    {
        foreach (int size in Sizes)
        {
            if (count <= size)
            {
                return size;
            }
        }
        throw new ArgumentOutOfRangeException(nameof(count));
    }
}
