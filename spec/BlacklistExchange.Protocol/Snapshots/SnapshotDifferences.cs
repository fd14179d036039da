namespace BlacklistExchange.Protocol.Snapshots;

/// <summary>Walks two snapshots side by side and stops where they differ; holds a place in each and copies nothing.</summary>
internal ref struct SnapshotDifferences(SnapshotReader before, SnapshotReader after)
{
    private readonly SnapshotReader _before = before;
    private readonly SnapshotReader _after = after;
    private int _old;
    private int _new;

    /// <summary>True at an entry that the later snapshot no longer has.</summary>
    public bool IsRemoval { get; private set; }

    /// <summary>The removed entry, or the entry as it now stands: 64 bytes.</summary>
    public ReadOnlySpan<byte> Entry { get; private set; }

    public bool MoveNext()
    {
        while (_old < _before.Count || _new < _after.Count)
        {
            int order = _old == _before.Count ? 1 : _new == _after.Count ? -1 : SnapshotEntry.Compare(_before.Entry(_old), _after.Entry(_new));
            ReadOnlySpan<byte> was = order <= 0 ? _before.Entry(_old++) : default;
            ReadOnlySpan<byte> now = order >= 0 ? _after.Entry(_new++) : default;
            if (order != 0 || !was.SequenceEqual(now))
            {
                IsRemoval = order < 0;
                Entry = IsRemoval ? was : now;
                return true;
            }
        }
        return false;
    }
}
