using System.Data;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Server.Storage;

/// <summary>Runs its text by the connection's compiled command for it, which it borrows until it is disposed.</summary>
internal sealed class CachingCommand(CachingConnection connection) : SqliteCommand
{
    private SqliteCommand? _compiled;

    [AllowNull]
    public override string CommandText
    {
        get => base.CommandText;
        set
        {
            Return();
            base.CommandText = value;
        }
    }

    public override SqliteDataReader ExecuteReader(CommandBehavior behavior) => Run(compiled => compiled.ExecuteReader(behavior));

    public override int ExecuteNonQuery() => Run(static compiled => compiled.ExecuteNonQuery());

    public override object? ExecuteScalar() => Run(static compiled => compiled.ExecuteScalar());

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Return();
        }
        base.Dispose(disposing);
    }

    /// <summary>A command that failed is not used again.</summary>
    private T Run<T>(Func<SqliteCommand, T> run)
    {
        SqliteCommand compiled = Compiled();
        bool sound = false;
        try
        {
            T value = run(compiled);
            sound = true;
            return value;
        }
        finally
        {
            if (!sound)
            {
                _compiled = null;
                compiled.Dispose();
            }
        }
    }

    private SqliteCommand Compiled()
    {
        _compiled ??= connection.Take(CommandText);
        _compiled.Transaction = Transaction;
        _compiled.CommandTimeout = CommandTimeout;
        _compiled.Parameters.Clear();
        foreach (SqliteParameter parameter in Parameters)
        {
            _compiled.Parameters.Add(parameter);
        }
        return _compiled;
    }

    private void Return()
    {
        if (_compiled is { } compiled)
        {
            _compiled = null;
            connection.GiveBack(compiled);
        }
    }
}
