using System.Data.Common;

namespace BlacklistExchange.Server.Storage;

/// <summary>One group of the writer, from its begin to what became of it.</summary>
internal abstract class WriteTransaction(DbConnection connection, DbTransaction transaction) : IDisposable
{
    public DbConnection Connection { get; } = connection;

    public DbTransaction Transaction { get; } = transaction;

    /// <summary>Throws when the engine has given the whole transaction up, neighbours included.</summary>
    public abstract void RequireWhole();

    /// <summary>Commits durably and says what became of the group. Throws nothing.</summary>
    public abstract CommitOutcome Commit();

    /// <summary>Asks the database again what became of a commit whose outcome is unknown. Throws nothing.</summary>
    public abstract CommitOutcome Ask();

    /// <summary>Throws nothing: what became of the group is decided, and a transaction that cannot be let go of fails the next group's begin.</summary>
    public void Dispose()
    {
        try
        {
            Transaction.Dispose();
        }
        catch (Exception)
        {
            // Nothing is left to be said about this group.
        }
    }
}
