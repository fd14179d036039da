using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace BlacklistExchange.Server.Storage;

/// <summary>A group on SQLite: a commit that fails for another reason than a lock or a full disk is unknown, and stays so until recovery reads the file again.</summary>
internal sealed class SqliteWrite(SqliteConnection connection, SqliteTransaction transaction) : WriteTransaction(connection, transaction)
{
    public override void RequireWhole()
    {
        if (raw.sqlite3_get_autocommit(connection.Handle) != 0)
        {
            // SQLite gave the whole transaction up (a full disk does that), neighbours included.
            throw new SqliteException("The engine rolled the transaction back.", raw.SQLITE_FULL);
        }
    }

    public override CommitOutcome Commit()
    {
        try
        {
            Transaction.Commit();
            return CommitOutcome.Kept;
        }
        catch (SqliteException exception)
        {
            return SqliteFailure.IsRefusedCommit(exception) ? CommitOutcome.Undone(exception)
                : CommitOutcome.Unknown(new IOException($"COMMIT failed with SQLite error {exception.SqliteExtendedErrorCode}.", exception));
        }
        catch (Exception exception)
        {
            return CommitOutcome.Unknown(exception);
        }
    }

    /// <summary>The file that cannot be trusted is the only one to ask.</summary>
    public override CommitOutcome Ask() => CommitOutcome.Unknown(new IOException("A commit on SQLite is settled by recovery at the next start."));
}
