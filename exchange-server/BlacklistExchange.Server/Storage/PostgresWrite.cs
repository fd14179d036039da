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
            using NpgsqlTransaction reading = again.BeginTransaction(IsolationLevel.ReadCommitted);
            return PostgresSql.Mark(again, reading, writer) == number ? CommitOutcome.Kept
                : CommitOutcome.Undone(new StoreUnavailableException("The commit did not reach the database."));
        }
        catch (Exception exception)
        {
            return CommitOutcome.Unknown(exception);
        }
    }
}
