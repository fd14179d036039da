using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Audit;
using BlacklistExchange.Server.Storage;
using Dapper;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Server.Tests.Audit;

public sealed class AuditLogTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly SqliteConnection _connection;

    public AuditLogTests()
    {
        _connection = StoreConnection.OpenWriter(_temp.At("hub.db"));
        Migrations.Apply(_connection, Migrations.Embedded(), TimeProvider.System);
        using SqliteTransaction transaction = _connection.BeginTransaction();
        AuditLog.Append(_connection, transaction, new Operator("olivia", new byte[32]), "list add", "list/goods", "wanted", DateTimeOffset.UnixEpoch.AddSeconds(5));
        transaction.Commit();
    }

    public void Dispose()
    {
        _connection.Dispose();
        _temp.Dispose();
    }

    [Fact]
    public void Keeps_who_what_to_what_why_and_when() => Assert.Equal(
        (5L, "olivia", "list add", "list/goods", "wanted"),
        _connection.QuerySingle<(long, string, string, string, string)>("SELECT at, actor, verb, target, reason FROM audit"));

    [Theory]
    [InlineData("UPDATE audit SET reason = 'other'")]
    [InlineData("DELETE FROM audit")]
    public void Refuses_to_change_or_forget(string sql) => Assert.Throws<SqliteException>(() => _connection.Execute(sql));
}
