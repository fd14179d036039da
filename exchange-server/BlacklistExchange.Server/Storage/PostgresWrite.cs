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
            CommitEverywhere((NpgsqlConnection)Connection, (NpgsqlTransaction)Transaction);
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
            engine.Doubt();
            using NpgsqlConnection again = (NpgsqlConnection)engine.OpenWriter();
            using NpgsqlTransaction asking = again.BeginTransaction(IsolationLevel.ReadCommitted);
            if (PostgresSql.Mark(again, asking, writer) != number)
            {
                return CommitOutcome.Undone(new StoreUnavailableException("The commit did not reach the database."));
            }
            // A server shows a commit before a synchronous standby has it. This one comes after it in the same log, so when it is durable everywhere, so is that.
            CommitEverywhere(again, asking);
            return CommitOutcome.Kept;
        }
        catch (Exception exception)
        {
            return CommitOutcome.Unknown(exception);
        }
    }

    /// <summary>
    /// A COMMIT that is told to stop waiting for a synchronous standby, by whoever's cancellation or this driver's own timeout, ends like one that was done, with nothing but a warning
    /// that it may be on this server alone.
    /// </summary>
    private static void CommitEverywhere(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        string? warning = null;
        void Note(object sender, NpgsqlNoticeEventArgs notice) => warning = notice.Notice.InvariantSeverity == "WARNING" ? notice.Notice.MessageText : warning;
        connection.Notice += Note;
        try
        {
            transaction.Commit();
        }
        finally
        {
            connection.Notice -= Note;
        }
        if (warning is not null)
        {
            throw new StoreUnavailableException($"The commit may be on one server alone: {warning}");
        }
    }
}
