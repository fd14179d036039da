using System.Globalization;
using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Agent.Storage;

/// <summary>
/// What an agent keeps beside the profile, in <c>agent/LIST.db</c> there: SQLite, so that two agents of one profile on one machine may share it. Everything that
/// concerns a person is sealed under a key derived from the vault key before it comes here.
/// </summary>
internal sealed class AgentDatabase : IDisposable
{
    private const string Prefix = "agent-migrations/";

    private readonly Lock _writing = new();
    private readonly string _path;
    private readonly SqliteConnection _writer;

    /// <summary>Opens or makes it, and brings it to this program's schema.</summary>
    /// <exception cref="SetupException">It is newer than this program, or cannot be opened.</exception>
    public AgentDatabase(string profile, string list)
    {
        _path = PathOf(profile, list);
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            MakePrivate(_path);
            _writer = Open("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;", pooling: false);
            Write(static connection => Migrate(connection));
        }
        catch (SqliteException exception)
        {
            throw new SetupException(ExitCode.Profile, $"The agent's database {_path} cannot be opened: {exception.Message}", exception);
        }
    }

    /// <summary>Whether there is one.</summary>
    public static bool Exists(string profile, string list) => File.Exists(PathOf(profile, list));

    /// <summary>One transaction, durable when this returns; waits up to five seconds for the other process.</summary>
    /// <exception cref="SqliteException">The disk did not take it, or another process writes for too long; nothing is changed then.</exception>
    public T Write<T>(Func<SqliteConnection, T> write)
    {
        lock (_writing)
        {
            using SqliteTransaction transaction = _writer.BeginTransaction(deferred: false);
            T result = write(_writer);
            transaction.Commit();
            return result;
        }
    }

    public void Write(Action<SqliteConnection> write) => Write(connection =>
    {
        write(connection);
        return 0;
    });

    /// <summary>Reads one state; does not wait for writers.</summary>
    public T Read<T>(Func<SqliteConnection, T> read)
    {
        using SqliteConnection connection = Open("PRAGMA query_only=ON;", pooling: true);
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: true);
        return read(connection);
    }

    /// <summary>A connection for reading alone, the caller's to dispose: for what is read many times a second.</summary>
    public SqliteConnection OpenReader() => Open("PRAGMA query_only=ON;", pooling: false);

    public void Dispose()
    {
        lock (_writing)
        {
            _writer.Dispose();
        }
    }

    /// <summary>A pooled connection keeps its pragmas: those that read and the one that writes are not of one pool.</summary>
    private SqliteConnection Open(string pragmas, bool pooling)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = _path, Mode = SqliteOpenMode.ReadWrite, Pooling = pooling, DefaultTimeout = 5 }.ConnectionString);
        try
        {
            connection.Open();
            connection.Execute("PRAGMA busy_timeout=5000; PRAGMA trusted_schema=OFF; PRAGMA foreign_keys=ON; " + pragmas);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static string PathOf(string profile, string list) => Path.Combine(profile, "agent", list + ".db");

    private static void MakePrivate(string path)
    {
        FileStreamOptions options = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
        using FileStream file = new(path, options);
    }

    /// <summary>Forward only: scripts by number, the last one's number kept in the file's own header.</summary>
    private static void Migrate(SqliteConnection connection)
    {
        (int Number, string Sql)[] scripts = [.. typeof(AgentDatabase).Assembly.GetManifestResourceNames()
            .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(Load).OrderBy(static script => script.Number)];
        int at = connection.ExecuteScalar<int>("PRAGMA user_version");
        if (at > scripts[^1].Number)
        {
            throw new SetupException(ExitCode.Profile, "The agent's database was made by a newer bex-agent than this one: use that one.");
        }
        foreach ((int number, string sql) in scripts.Where(script => script.Number > at))
        {
            connection.Execute(sql);
            connection.Execute($"PRAGMA user_version={number.ToString(CultureInfo.InvariantCulture)}");
        }
    }

    private static (int Number, string Sql) Load(string resource)
    {
        using Stream stream = typeof(AgentDatabase).Assembly.GetManifestResourceStream(resource)!;
        using StreamReader reader = new(stream, Encoding.UTF8);
        return (int.Parse(resource.AsSpan(Prefix.Length, 4), CultureInfo.InvariantCulture), reader.ReadToEnd());
    }
}
