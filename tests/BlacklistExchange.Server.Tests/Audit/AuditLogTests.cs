using System.Data.Common;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Audit;
using BlacklistExchange.Server.Storage;
using Dapper;

namespace BlacklistExchange.Server.Tests.Audit;

public sealed class AuditLogTests : IDisposable
{
    private readonly TestDatabase _database = TestDatabase.Migrated();
    private readonly Store _store;

    public AuditLogTests()
    {
        _store = Store.Open(_database.Engine, static cause => throw new InvalidOperationException(cause));
        _store.WriteAsync(static (connection, transaction) =>
        {
            AuditLog.Append(connection, transaction, new Operator("olivia", new byte[32]), "list add", "list/goods", "wanted", DateTimeOffset.UnixEpoch.AddSeconds(5));
            return true;
        }, CancellationToken.None).GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        _store.Dispose();
        _database.Dispose();
    }

    [Fact]
    public void Keeps_who_what_to_what_why_and_when() => Assert.Equal(
        (5L, "olivia", "list add", "list/goods", "wanted"),
        _store.Read(static (connection, transaction) => connection.QuerySingle<(long, string, string, string, string)>("SELECT at, actor, verb, target, reason FROM audit", transaction: transaction)));

    [Theory]
    [InlineData("UPDATE audit SET reason = 'other'")]
    [InlineData("DELETE FROM audit")]
    public void Refuses_to_change_or_forget(string sql) => Assert.ThrowsAny<DbException>(() => _database.Execute(sql));
}
