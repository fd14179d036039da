using System.Data;
using Npgsql;

namespace BlacklistExchange.Server.Storage;

/// <summary>
/// A group on PostgreSQL. When the answer to COMMIT does not come, the mark that the transaction left says whether it was kept: it is read under the writers' lock, which the
/// lost session holds until its transaction has ended one way or the other.
/// </summary>
internal sealed class PostgresWrite(PostgresEngine engine, NpgsqlConnection connection, NpgsqlTransaction transaction, byte[] writer, long number)
    : WriteTransaction(connection, transaction)
{
    public override void RequireWhole()
    {
        if (Connection.State != ConnectionState.Open)
        {
            throw new StoreUnavailableException("The connection to the database is lost.");
        }
    }

    /// <summary>Whatever went wrong here, the database knows.</summary>
    public override CommitOutcome Commit()
    {
        try
        {
            Transaction.Commit();
            return CommitOutcome.Kept;
        }
        catch (Exception exception)
        {
            return CommitOutcome.Unknown(exception);
        }
    }

    public override CommitOutcome Ask()
    {
        try
        {
            using NpgsqlConnection again = (NpgsqlConnection)engine.OpenWriter();
            using NpgsqlTransaction asking = again.BeginTransaction(IsolationLevel.ReadCommitted);
            if (PostgresSql.Mark(again, asking, writer) != number)
            {
                return CommitOutcome.Undone(new StoreUnavailableException("The commit did not reach the database."));
            }
            // A server shows a commit before a synchronous standby has it. This one comes after it in the same log, so when it is durable everywhere, so is that.
            asking.Commit();
            return CommitOutcome.Kept;
        }
        catch (Exception exception)
        {
            return CommitOutcome.Unknown(exception);
        }
    }
}
