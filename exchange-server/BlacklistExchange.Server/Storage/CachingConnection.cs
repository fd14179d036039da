using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Server.Storage;

/// <summary>
/// A connection that keeps its statements compiled. The hub runs the same few dozen texts, and SQLite takes longer to compile most of them than to run them. Not safe for threads, as no
/// connection is.
/// </summary>
internal sealed class CachingConnection(string connectionString) : SqliteConnection(connectionString)
{
    /// <summary>More texts than the hub has; what goes beyond, as a list of values spelled out, is compiled each time.</summary>
    private const int Limit = 256;

    private readonly Dictionary<string, SqliteCommand> _idle = new(StringComparer.Ordinal);

    public override SqliteCommand CreateCommand() => new CachingCommand(this) { Connection = this, CommandTimeout = DefaultTimeout, Transaction = Transaction };

    /// <summary>The compiled command of a text, or a new one; the caller gives it back.</summary>
    internal SqliteCommand Take(string text) => _idle.Remove(text, out SqliteCommand? idle) ? idle : new SqliteCommand(text, this);

    internal void GiveBack(SqliteCommand command)
    {
        command.Parameters.Clear();
        command.Transaction = null;
        if (State != System.Data.ConnectionState.Open || _idle.Count >= Limit || !_idle.TryAdd(command.CommandText, command))
        {
            command.Dispose();
        }
    }

    public override void Close()
    {
        foreach (SqliteCommand command in _idle.Values)
        {
            command.Dispose();
        }
        _idle.Clear();
        base.Close();
    }
}
