using System.Data;
using Dapper;
using Npgsql;

namespace BlacklistExchange.Server.Storage;

/// <summary>Every statement of the store's own on PostgreSQL.</summary>
internal static class PostgresSql
{
    /// <summary>The one advisory lock of a hub's database: whoever writes or migrates has it.</summary>
    private const long WriterLock = 0x6265782d68756200;

    /// <summary>Held by the session of the one node that builds.</summary>
    private const long BuilderLock = 0x6265782d68756201;

    public static PostgresSafety.Settings Settings(NpgsqlConnection connection) => connection.QuerySingle<PostgresSafety.Settings>("""
        SELECT current_setting('server_encoding') AS Encoding, d.datcollate::text AS Collation, d.datlocprovider::text AS Provider, current_setting('fsync') AS Fsync,
               current_setting('synchronous_commit') AS SynchronousCommit, current_setting('full_page_writes') AS FullPageWrites,
               current_setting('data_sync_retry') AS DataSyncRetry, pg_is_in_recovery() AS Standby,
               current_setting('synchronous_standby_names') AS StandbyNames
        FROM pg_database AS d WHERE d.datname = current_database()
        """);

    /// <summary>The timeline on which a primary writes its log, eight hexadecimal digits; each promotion begins a later one. Null of a standby.</summary>
    public static string? Timeline(NpgsqlConnection connection) =>
        connection.ExecuteScalar<string?>("SELECT CASE WHEN pg_is_in_recovery() THEN NULL ELSE substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) END");

    /// <summary>Pins what was looked at for this session, waits for no lock for ever, lets go of the lock when this process hangs, and hears the warnings by which commits are judged.</summary>
    public static void PrepareWriter(NpgsqlConnection connection) => connection.Execute("""
        SELECT set_config('synchronous_commit', current_setting('synchronous_commit'), false), set_config('lock_timeout', '10s', false),
               set_config('idle_in_transaction_session_timeout', '30s', false), set_config('client_min_messages', 'warning', false)
        """);

    /// <summary>Makes a session that cannot write; false when the server is a standby, whose state may be old.</summary>
    public static bool PrepareReader(NpgsqlConnection connection) =>
        connection.ExecuteScalar<bool>("SELECT set_config('default_transaction_read_only', 'on', false) = 'on' AND NOT pg_is_in_recovery()");

    /// <summary>Waits, however long, for whoever writes or migrates; held until the connection is closed.</summary>
    public static void TakeLock(NpgsqlConnection connection) =>
        connection.Execute("SELECT set_config('lock_timeout', '0', false); SELECT pg_advisory_lock(@WriterLock)", new { WriterLock });

    /// <summary>
    /// Takes the builder's lock for this session unless another has it. The server ends the session, and with it the lock, when the node is silent for fifteen seconds or its
    /// machine is gone.
    /// </summary>
    public static bool TryTakeSeat(NpgsqlConnection connection)
    {
        connection.Execute("""
            SELECT set_config('idle_session_timeout', '15s', false), set_config('tcp_keepalives_idle', '5', false), set_config('tcp_keepalives_interval', '5', false),
                   set_config('tcp_keepalives_count', '2', false)
            """);
        return connection.ExecuteScalar<bool>("SELECT pg_try_advisory_lock(@BuilderLock)", new { BuilderLock });
    }

    public static void Touch(NpgsqlConnection connection) => connection.Execute("SELECT 1");

    /// <summary>Waits for its turn among all writers of all nodes, and leaves the mark by which the commit can be found again. Both go with the transaction.</summary>
    public static void Begin(NpgsqlConnection connection, NpgsqlTransaction transaction, byte[] writer, long number) => connection.Execute("""
        SELECT pg_advisory_xact_lock(@WriterLock);
        INSERT INTO commit_mark (writer, number, at) VALUES (@writer, @number, CAST(extract(epoch FROM now()) AS BIGINT))
        ON CONFLICT (writer) DO UPDATE SET number = excluded.number, at = excluded.at
        """, new { WriterLock, writer, number }, transaction);

    /// <summary>
    /// The writer's last mark, once no writer is at work: a commit on its way has arrived or never will. It is written again as it is, so that committing what asks is
    /// a commit that has to reach the log.
    /// </summary>
    public static long? Mark(NpgsqlConnection connection, NpgsqlTransaction transaction, byte[] writer)
    {
        connection.Execute("SELECT pg_advisory_xact_lock(@WriterLock)", new { WriterLock }, transaction);
        return connection.ExecuteScalar<long?>("UPDATE commit_mark SET number = number WHERE writer = @writer RETURNING number", new { writer }, transaction);
    }

    /// <summary>Forgets marks of connections that ended a week ago.</summary>
    public static void ForgetMarks(NpgsqlConnection connection, NpgsqlTransaction transaction) =>
        connection.Execute("DELETE FROM commit_mark WHERE at < CAST(extract(epoch FROM now()) AS BIGINT) - 604800", transaction: transaction);

    public static void MakeOwnTables(NpgsqlConnection connection) => connection.Execute("""
        CREATE TABLE IF NOT EXISTS migration (
            number BIGINT PRIMARY KEY, name TEXT NOT NULL, digest BYTEA NOT NULL, applied_at BIGINT NOT NULL);
        CREATE TABLE IF NOT EXISTS commit_mark (
            writer BYTEA PRIMARY KEY, number BIGINT NOT NULL, at BIGINT NOT NULL);
        """);

    public static bool HasTable(IDbConnection connection, string name) => connection.ExecuteScalar<bool>("SELECT to_regclass(@name) IS NOT NULL", new { name });

    public static bool HasOperator(NpgsqlConnection connection) =>
        HasTable(connection, "operator_certificate") && connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM operator_certificate)");
}
