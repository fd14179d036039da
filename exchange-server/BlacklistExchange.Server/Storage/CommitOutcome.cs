namespace BlacklistExchange.Server.Storage;

/// <summary>What became of a commit.</summary>
internal enum CommitEnd
{
    /// <summary>Durable.</summary>
    Kept,

    /// <summary>Certainly rolled back.</summary>
    Undone,

    /// <summary>Either; nobody may be told anything.</summary>
    Unknown,
}

/// <param name="End">What became of it.</param>
/// <param name="Cause">Why it was not simply kept.</param>
internal readonly record struct CommitOutcome(CommitEnd End, Exception? Cause)
{
    public static CommitOutcome Kept { get; } = new(CommitEnd.Kept, null);

    public static CommitOutcome Undone(Exception? cause) => new(CommitEnd.Undone, cause);

    public static CommitOutcome Unknown(Exception cause) => new(CommitEnd.Unknown, cause);
}
