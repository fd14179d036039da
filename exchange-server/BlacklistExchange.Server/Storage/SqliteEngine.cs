using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Server.Storage;

/// <summary>One file, one process, one writer.</summary>
internal sealed class SqliteEngine(string path) : StoreEngine
{
    public override string Name => "sqlite";

    public override string Place => path;

    public override bool IsShared => false;

    public override void RequireNew()
    {
        if (File.Exists(path))
        {
            throw new SetupException($"Database: {path} is there already. An exchange is never made over another.");
        }
    }

    public override void Create()
    {
        File.Create(path).Dispose();
        File.SetUnixFileMode(path, DurableFile.OwnerOnly);
    }

    public override void RequireReady()
    {
        if (!File.Exists(path))
        {
            throw new SetupException($"Database: {path} does not exist. Make a hub with: bex-hub init");
        }
    }

    public override DbConnection OpenWriter() => StoreConnection.OpenWriter(path);

    public override DbConnection OpenReader() => StoreConnection.OpenReader(path);

    /// <summary>The lock on the data folder keeps others out.</summary>
    public override DbConnection OpenMigrator() => StoreConnection.OpenWriter(path);

    /// <summary>The same lock keeps every other builder out.</summary>
    public override DbConnection? TryTakeSeat() => StoreConnection.OpenReader(path);

    public override void KeepSeat(DbConnection seat)
    {
    }

    public override void MakeOwnTables(DbConnection connection) => StoreConnection.MakeOwnTables((SqliteConnection)connection);

    public override bool HasOwnTables(DbConnection connection) => StoreConnection.HasOwnTables((SqliteConnection)connection);

    public override WriteTransaction BeginWrite(DbConnection connection)
    {
        SqliteConnection own = (SqliteConnection)connection;
        return new SqliteWrite(own, own.BeginTransaction(deferred: false));
    }

    public override DbTransaction BeginRead(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: true);

    public override StoreFault FaultOf(Exception exception) => exception is not SqliteException sqlite ? StoreFault.Own
        : SqliteFailure.IsUnknown(sqlite) ? StoreFault.Unknown
        : SqliteFailure.IsRefusal(sqlite) ? StoreFault.Refused
        : StoreFault.Own;

    public override bool IsUndone(Exception exception) => exception is SqliteException sqlite && !SqliteFailure.IsUnknown(sqlite);

    public override bool GoesOn(DbConnection connection) => true;
}
