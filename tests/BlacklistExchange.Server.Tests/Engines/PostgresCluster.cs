using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace BlacklistExchange.Server.Tests.Engines;

/// <summary>
/// A throw-away PostgreSQL server in a temporary folder: a real postmaster, a socket and a loopback port, gone with this process however it ends. PostgreSQL refuses root, so root runs it as
/// the user postgres.
/// </summary>
internal sealed class PostgresCluster : IDisposable
{
    private const string Superuser = "postgres";

    /// <summary>Ends the server when its own input says so, and removes the folder too when the input just ends, which the kernel sees to when this process is gone.</summary>
    private const string Keeper = """
        trap : INT TERM
        "$@" >>"$0/log" 2>&1 </dev/null & server=$!
        read -r line; ended=$?
        { kill -INT $server; wait $server; } 2>/dev/null
        [ $ended = 0 ] || rm -rf "$0"
        """;

    private static readonly Lazy<PostgresCluster> OneForAll = new(Start);
    private readonly string _folder;
    private Process? _server;

    private PostgresCluster(string folder) => _folder = folder;

    /// <summary>The one that the tests of a run share.</summary>
    public static PostgresCluster Shared => OneForAll.Value;

    public int Port { get; private set; }

    /// <summary>The process under which the server and all its sessions run.</summary>
    public int KeeperId => _server!.Id;

    /// <summary>The hub's role has it; only the port asks for it.</summary>
    public string Password { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>Makes and starts a server with the hub's role.</summary>
    public static PostgresCluster Start()
    {
        PostgresCluster cluster = Bare();
        cluster.Make();
        cluster.Serve();
        cluster.Execute($"CREATE ROLE hub LOGIN PASSWORD '{cluster.Password}'");
        return cluster;
    }

    /// <summary>A place for a server, without one.</summary>
    public static PostgresCluster Bare()
    {
        if (PostgresBinaries.Missing is { } missing)
        {
            throw new InvalidOperationException(missing);
        }
        // In memory where there is room: fsync stays on, as the hub demands, and costs nothing.
        string parent = Directory.Exists("/dev/shm") && new DriveInfo("/dev/shm").AvailableFreeSpace > 4L << 30 ? "/dev/shm" : Path.GetTempPath();
        PostgresCluster cluster = new(Path.Combine(parent, $"bexpg-{RandomNumberGenerator.GetHexString(8, lowercase: true)}"));
        // The socket lies here too, so the folder may be entered, not listed, by this process when it is another user than the server.
        Run(Command("mkdir", ["-m", "755", cluster._folder]));
        return cluster;
    }

    /// <summary>A running standby.</summary>
    public static PostgresCluster StandbyOf(PostgresCluster primary)
    {
        PostgresCluster cluster = Bare();
        cluster.Follow(primary);
        return cluster;
    }

    /// <summary>Makes this place, which is empty, a running standby.</summary>
    public void Follow(PostgresCluster primary)
    {
        Shell(PostgresPage.Commands("standby"), ("PRIMARY", $"host={primary._folder} port={primary.Port}"));
        Serve();
    }

    /// <summary>Runs what an operator types on the server's machine as its user.</summary>
    public string Shell(string commands, params (string Name, string Value)[] surroundings) => Shell(commands, input: "", surroundings);

    /// <summary>The same, where the commands ask for something: without a terminal they read it from their input.</summary>
    public string Shell(string commands, string input, params (string Name, string Value)[] surroundings)
    {
        ProcessStartInfo start = Command("setsid", ["--wait", "sh", "-eu", "-c", commands]);
        start.Environment["PATH"] = $"{PostgresBinaries.Folder}:{Environment.GetEnvironmentVariable("PATH")}";
        foreach ((string name, string value) in ((string, string)[])[("PGHOST", _folder), ("PGPORT", Port.ToString(CultureInfo.InvariantCulture)), ("PGUSER", Superuser), ("PGDATA", Data), .. surroundings])
        {
            start.Environment[name] = value;
        }
        return Run(start, input);
    }

    /// <summary>Starts the server and returns once it answers.</summary>
    public void Serve()
    {
        Port = Port == 0 ? FreePort() : Port;
        string[] arguments =
        [
            "-D", Data, "-k", _folder, "-p", Port.ToString(CultureInfo.InvariantCulture), "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=300", "-c", "log_destination=stderr",
            // Shared memory that lies in its folder goes with it when it is killed.
            "-c", "dynamic_shared_memory_type=mmap",
        ];
        ProcessStartInfo start = Command("sh", ["-c", Keeper, _folder, Binary("postgres"), .. arguments]);
        start.RedirectStandardInput = true;
        _server = Process.Start(start)!;
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                Execute("SELECT 1");
                return;
            }
            catch (NpgsqlException) when (attempt < 600 && !_server.HasExited)
            {
                Task.Delay(TimeSpan.FromMilliseconds(50)).GetAwaiter().GetResult();
            }
        }
    }

    /// <summary>Stops the server; clients are cut off.</summary>
    public void Stop()
    {
        if (_server is { } server)
        {
            _server = null;
            server.StandardInput.WriteLine("stop");
            server.WaitForExit();
            server.Dispose();
        }
    }

    /// <summary>The way of the hub's role to a database, by the socket; or by the port, with its password, perhaps through something in between.</summary>
    public string ConnectionString(string database, int? port = null) => port is null
        ? $"Host={_folder};Port={Port};Database={database};Username=hub"
        : $"Host=127.0.0.1;Port={port};Database={database};Username=hub;Password={Password};SSL Mode=Disable";

    /// <summary>Runs a statement as superuser.</summary>
    public void Execute(string sql, string database = "postgres")
    {
        using NpgsqlConnection connection = new($"Host={_folder};Port={Port};Database={database};Username={Superuser};Pooling=false;Timeout=3;GSS Encryption Mode=Disable");
        connection.Open();
        using NpgsqlCommand command = new(sql, connection);
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        if (_server is { } server)
        {
            _server = null;
            server.StandardInput.Close();
            server.WaitForExit();
            server.Dispose();
        }
        else if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    /// <summary>Where its socket is.</summary>
    public string Folder => _folder;

    /// <summary>Where its files are.</summary>
    public string Data => Path.Combine(_folder, "data");

    /// <summary>Makes an empty server.</summary>
    public void Make() =>
        Run(Command(Binary("initdb"), ["-D", Data, "-U", Superuser, "--encoding=UTF8", "--locale=C", "--auth-local=trust", "--auth-host=scram-sha-256", "--no-sync"]));

    private static string Binary(string name) => Path.Combine(PostgresBinaries.Folder!, name);

    private static ProcessStartInfo Command(string program, IEnumerable<string> arguments) => Environment.IsPrivilegedProcess
        ? new ProcessStartInfo("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", program, .. arguments]) { WorkingDirectory = "/" }
        : new ProcessStartInfo(program, arguments);

    private static string Run(ProcessStartInfo start, string input = "")
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        using Process process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)}: {errors.GetAwaiter().GetResult()}");
        }
        return output;
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
