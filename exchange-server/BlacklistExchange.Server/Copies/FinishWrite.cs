using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Copies;

/// <summary>The one commit of a copy.</summary>
internal static class FinishWrite
{
    /// <summary>Returns when all rows are durable. A commit whose answer was lost is asked for once; throws <see cref="StoreUnavailableException"/> when it was undone or cannot be known.</summary>
    public static void Commit(WriteTransaction write, StoreEngine engine)
    {
        CommitOutcome first = write.Commit();
        CommitOutcome outcome = first;
        if (outcome.End == CommitEnd.Unknown && engine.IsShared)
        {
            outcome = write.Ask();
        }
        if (outcome.End != CommitEnd.Kept)
        {
            throw new StoreUnavailableException($"The commit in {engine.Place} {(outcome.End == CommitEnd.Undone ? "was undone" : "has an unknown outcome")}: {first.Cause?.Message}", first.Cause!);
        }
    }
}
