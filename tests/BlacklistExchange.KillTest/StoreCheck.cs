using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace BlacklistExchange.KillTest;

/// <summary>Looks into the database of a hub that serves, without writing.</summary>
internal sealed class StoreCheck : IDisposable
{
    private readonly DbConnection _connection;

    private StoreCheck(DbConnection connection)
    {
        _connection = connection;
        _connection.Open();
    }

    public static StoreCheck Sqlite(string path) => new(new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString()));

    public static StoreCheck Postgres(string address) => new(new NpgsqlConnection(new NpgsqlConnectionStringBuilder(address) { Pooling = false }.ToString()));

    /// <summary>The file is sound, and nothing in it is half.</summary>
    public void Sound()
    {
        if (_connection is SqliteConnection)
        {
            BrokenPromiseException.Unless((string)Scalar("PRAGMA integrity_check") == "ok", "The database fails integrity_check.");
            Empty("SELECT count(*) FROM pragma_foreign_key_check", "rows refer to what is not there");
        }
        Empty("SELECT count(*) FROM report r WHERE length(receipt) = 0 OR items <> (SELECT count(*) FROM report_item i WHERE i.member = r.member AND i.report_id = r.report_id AND i.epoch = r.epoch)",
            "reports are half there");
        Empty("SELECT count(*) FROM report_item i WHERE NOT EXISTS (SELECT 1 FROM entry e WHERE e.list = i.list AND e.epoch = i.epoch AND e.kind = i.kind AND e.tag = i.tag)", "items lack their entry");
        Empty("SELECT count(*) FROM entry e WHERE NOT EXISTS (SELECT 1 FROM report_item i WHERE i.list = e.list AND i.epoch = e.epoch AND i.kind = e.kind AND i.tag = e.tag)", "entries lack a report");
        Empty("SELECT count(*) FROM (SELECT c.list, c.kind, c.epoch FROM budget_key_counter c JOIN budget_epoch_counter e USING (list, kind, epoch) GROUP BY c.list, c.kind, c.epoch HAVING c.queried <> sum(e.queried)) AS unequal",
            "counters of members and of the key disagree");
    }

    /// <summary>Statement digest and receipt of every report of a member.</summary>
    public Dictionary<Guid, (byte[] Digest, byte[] Receipt)> ReportsOf(string member)
    {
        using DbCommand command = _connection.CreateCommand();
        command.CommandText = "SELECT report_id, digest, receipt FROM report WHERE member = @member";
        DbParameter name = command.CreateParameter();
        (name.ParameterName, name.Value) = ("member", member);
        command.Parameters.Add(name);
        using DbDataReader rows = command.ExecuteReader();
        Dictionary<Guid, (byte[], byte[])> reports = [];
        while (rows.Read())
        {
            reports.Add(new Guid((byte[])rows[0], bigEndian: true), ((byte[])rows[1], (byte[])rows[2]));
        }
        return reports;
    }

    public void Dispose() => _connection.Dispose();

    private void Empty(string query, string otherwise)
    {
        long count = (long)Scalar(query);
        BrokenPromiseException.Unless(count == 0, $"{count} {otherwise}.");
    }

    private object Scalar(string query)
    {
        using DbCommand command = _connection.CreateCommand();
        command.CommandText = query;
        return command.ExecuteScalar()!;
    }
}
