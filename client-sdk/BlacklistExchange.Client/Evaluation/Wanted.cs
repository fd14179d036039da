using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Client.Evaluation;

/// <summary>
/// One identifier under one epoch that somebody waits for. The entry key is lent to its batch and zeroed afterwards: whoever needs it longer takes a copy.
/// </summary>
/// <param name="batch">Whom it was put in line with.</param>
/// <param name="place">Its place among them, the caller's own number.</param>
/// <param name="key">Its name in this process.</param>
/// <param name="kind">Its kind.</param>
/// <param name="input">Its canonical bytes.</param>
/// <param name="epoch">The epoch it is asked under.</param>
internal sealed class Wanted(WantedBatch batch, int place, CacheKey key, IdentifierKind kind, ReadOnlyMemory<byte> input, EpochKeys epoch)
{
    private int _ended;

    public int Place => place;

    public CacheKey Key => key;

    public IdentifierKind Kind => kind;

    public ReadOnlyMemory<byte> Input => input;

    public EpochKeys Epoch => epoch;

    /// <summary>The next of those who want the same in one request; set by the plan that took it.</summary>
    public Wanted? Same { get; set; }

    /// <summary>It fills padding in the place of one who waits in the spare line.</summary>
    public bool FillsPadding => batch.InPlaceOf is not null;

    /// <summary>The entry key was used, or there will be none.</summary>
    public bool HasEnded => Volatile.Read(ref _ended) != 0;

    /// <summary>Why there is no entry key; null when there is one, or not yet.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>True when nobody waits any more; it is then left out of requests that were not sent yet.</summary>
    public bool IsAbandoned
    {
        get
        {
            if (batch.Cancelled is not { } cancelled)
            {
                return false;
            }
            Fail(cancelled);
            return true;
        }
    }

    public void Accept(EntryKey entryKey)
    {
        try
        {
            batch.Use(place, entryKey);
            End(null);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            End(exception);
        }
    }

    public void Fail(Exception exception) => End(exception);

    private void End(Exception? failure)
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            Failure = failure;
            batch.OneEnded();
        }
    }
}
