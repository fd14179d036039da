using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using BlacklistExchange.Server.Telemetry;
using Npgsql;

namespace BlacklistExchange.Server.Storage;

/// <summary>
/// One database, many hub nodes. Every group of every node's writer runs alone, under one advisory lock that its transaction holds, so that what a slice reads
/// is still so when it writes, exactly as with the one writer of a file.
/// </summary>
internal sealed class PostgresEngine : StoreEngine
{
    private const int WriterIdSize = 16;

    /// <summary>What a member waits for must not wait longer for a server that hangs.</summary>
    private const int ReadSeconds = 15;
    private readonly ConditionalWeakTable<DbConnection, byte[]> _writers = [];
    private readonly PostgresServers _servers;
    private long _groups;

    public PostgresEngine(NpgsqlConnectionStringBuilder address, TimeSpan settleFor)
    {
        _servers = new PostgresServers(address, News);
        SettleFor = settleFor;
    }

    public PostgresEngine(NpgsqlConnectionStringBuilder address)
        : this(address, TimeSpan.FromMinutes(5))
    {
    }

    public override string Name => "postgres";

    public override string Place => _servers.Place;

    public override bool IsShared => true;

    public override TimeSpan GroupFor { get; } = TimeSpan.FromMilliseconds(200);

    public override TimeSpan SettleFor { get; }

    /// <summary>A commit that was told to stop waiting for the standby is shown, and so is one that a crash left on the primary alone.</summary>
    public override bool ShowsOnlyDurable => false;

    public override void RequireNew()
    {
        using NpgsqlConnection connection = OpenForSetup();
        if (PostgresSql.HasOperator(connection))
        {
            throw new SetupException($"{Place} holds an exchange already. An exchange is never made over another; name an empty database.");
        }
    }

    /// <summary>The database is there; its tables come by migrations.</summary>
    public override void Create() => RequireNew();

    public override void RequireReady() => OpenForSetup().Dispose();

    public override DbConnection OpenWriter()
    {
        NpgsqlConnection connection = Open();
        try
        {
            RequireSafe(connection);
            PostgresSql.PrepareWriter(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public override DbConnection OpenReader()
    {
        NpgsqlConnection connection = Open(ReadSeconds);
        try
        {
            return PostgresSql.PrepareReader(connection) ? connection : throw new StoreUnavailableException($"{Place} is a standby.");
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public override DbConnection OpenMigrator()
    {
        NpgsqlConnection connection = OpenForSetup();
        try
        {
            PostgresSql.TakeLock(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public override DbConnection? TryTakeSeat()
    {
        NpgsqlConnection connection = (NpgsqlConnection)OpenReader();
        try
        {
            if (PostgresSql.TryTakeSeat(connection))
            {
                return connection;
            }
        }
        catch
        {
            connection.Dispose();
            throw;
        }
        connection.Dispose();
        return null;
    }

    public override void KeepSeat(DbConnection seat) => PostgresSql.Touch((NpgsqlConnection)seat);

    public override void MakeOwnTables(DbConnection connection) => PostgresSql.MakeOwnTables((NpgsqlConnection)connection);

    public override bool HasOwnTables(DbConnection connection) => PostgresSql.HasTable(connection, "migration");

    public override WriteTransaction BeginWrite(DbConnection connection)
    {
        NpgsqlConnection own = (NpgsqlConnection)connection;
        NpgsqlTransaction transaction = own.BeginTransaction(IsolationLevel.ReadCommitted);
        try
        {
            bool known = _writers.TryGetValue(own, out byte[]? writer);
            writer ??= RandomNumberGenerator.GetBytes(WriterIdSize);
            long number = Interlocked.Increment(ref _groups);
            PostgresSql.Begin(own, transaction, writer, number);
            if (!known)
            {
                PostgresSql.ForgetMarks(own, transaction);
                _writers.Add(own, writer);
            }
            return new PostgresWrite(this, own, transaction, writer, number);
        }
        catch
        {
            transaction.Dispose();
            throw;
        }
    }

    public override DbTransaction BeginRead(DbConnection connection) => connection.BeginTransaction(IsolationLevel.RepeatableRead);

    public override StoreFault FaultOf(Exception exception) => PostgresFailure.Of(exception);

    /// <summary>Without a COMMIT the server keeps nothing.</summary>
    public override bool IsUndone(Exception exception) => true;

    public override bool GoesOn(DbConnection connection) => false;

    /// <summary>A commit is not known to be kept: perhaps its server is no longer the primary.</summary>
    public void Doubt() => _servers.Doubt();

    private NpgsqlConnection OpenForSetup()
    {
        try
        {
            return (NpgsqlConnection)OpenWriter();
        }
        catch (NpgsqlException exception)
        {
            throw new SetupException($"{Place} cannot be used: {exception.Message}", exception);
        }
    }

    private NpgsqlConnection Open(int? seconds = null) => _servers.Open(seconds);

    private void RequireSafe(NpgsqlConnection connection)
    {
        PostgresSafety.Settings? settings = null;
        string[] faults = PostgresSafety.FaultOfVersion(connection.PostgreSqlVersion) is { } old ? [old] : [.. PostgresSafety.Faults(settings = PostgresSql.Settings(connection))];
        if (faults.Length > 0)
        {
            throw new SetupException($"{Place} is not safe for a hub:\n  {string.Join("\n  ", faults)}");
        }
        News.Say(HubEvents.StandbyNotDemanded, _servers.AreSeveral ? PostgresSafety.Caution(settings!) : null);
    }
}
