using System.Globalization;
using System.Security.Cryptography;
using BlacklistExchange.KillTest.Weather;
using BlacklistExchange.Server.Tests.Engines;

namespace BlacklistExchange.KillTest.Failover;

/// <summary>A primary and its synchronous standby, run by the commands of the operator's page and by no others.</summary>
internal sealed class ServerPair : IDisposable
{
    private const string Database = "exchange";
    private const int Tries = 600;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly string _note;
    private readonly string _password = RandomNumberGenerator.GetHexString(32, lowercase: true);
    private readonly string _standbyPassword = RandomNumberGenerator.GetHexString(32, lowercase: true);
    private readonly PostgresCluster[] _all = [PostgresCluster.Bare(), PostgresCluster.Bare()];

    private ServerPair(string folder)
    {
        _note = Path.Combine(folder, "stopped.pid");
        (Primary, Standby) = (_all[0], _all[1]);
    }

    public PostgresCluster Primary { get; private set; }

    public PostgresCluster Standby { get; private set; }

    /// <summary>The one line of the hub's connection file. A command, and with it a COMMIT that waits, is cancelled after five seconds.</summary>
    public string ConnectionLine => $"Host={string.Join(',', _all.Select(static one => $"127.0.0.1:{one.Port}"))};Database={Database};Username=hub;Password={_password};SSL Mode=Disable;Command Timeout=5";

    /// <summary>The primary alone, for who looks into it.</summary>
    public string PrimaryLine => $"Host={Primary.Folder};Port={Primary.Port};Database={Database};Username=postgres";

    public static async Task<ServerPair> StartAsync(string folder)
    {
        ServerPair pair = new(folder);
        try
        {
            pair.Primary.Make();
            pair.Primary.Serve();
            string[] passwords = [pair._password, pair._standbyPassword];
            foreach ((string command, string password) in PostgresPage.Commands("roles").Split('\n').Zip(passwords))
            {
                pair.Primary.Shell(command, $"{password}\n{password}\n");
            }
            pair.Primary.Shell(PostgresPage.Commands("database"));
            pair.Primary.Shell(PostgresPage.Commands("settings"));
            Array.ForEach(pair._all, one => one.Shell("umask 077; cat > \"$PGPASSFILE\"", $"*:*:*:replicator:{pair._standbyPassword}\n", Passwords(one)));
            await pair.FollowAsync();
            return pair;
        }
        catch
        {
            pair.Dispose();
            throw;
        }
    }

    /// <summary>Signal 9 to the server and every session of it, as when a machine is gone.</summary>
    public static void Kill(PostgresCluster server, string note)
    {
        // The one piece of shared memory that the kernel would keep.
        string segment = File.ReadAllLines(Path.Combine(server.Data, "postmaster.pid"))[6].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        using (StoppedProcesses stopped = StoppedProcesses.Under(server.KeeperId, note))
        {
            stopped.Kill();
        }
        server.Stop();
        Mounts.Run("ipcrm", "-m", int.Parse(segment, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture));
    }

    public void KillPrimary() => Kill(Primary, _note);

    public void KillStandby() => Kill(Standby, _note);

    /// <summary>The standby takes the place of a primary that is gone.</summary>
    public void Promote()
    {
        Standby.Shell(PostgresPage.Commands("promote"));
        (Primary, Standby) = (Standby, Primary);
    }

    /// <summary>The server that is gone becomes the synchronous standby, from nothing.</summary>
    public async Task RenewStandbyAsync()
    {
        Standby.Shell(PostgresPage.Commands("aside"));
        Standby.Shell("rm -rf \"$PGDATA.gone\"");
        await FollowAsync();
    }

    /// <summary>No commit waits for the standby any more.</summary>
    public void DropDemand() => Primary.Shell(PostgresPage.Commands("drop"));

    public void Dispose() => Array.ForEach(_all, static one => one.Dispose());

    private async Task FollowAsync()
    {
        Standby.Shell(PostgresPage.Commands("standby"), ("PRIMARY", $"host=127.0.0.1 port={Primary.Port}"), Passwords(Standby));
        Standby.Serve();
        await LooksAsync("standby|streaming|async");
        Primary.Shell(PostgresPage.Commands("demand"));
        await LooksAsync("standby|streaming|sync");
    }

    private async Task LooksAsync(string wanted)
    {
        string seen = "";
        for (int tries = 0; (seen = Primary.Shell(PostgresPage.Commands("look")).Trim()) != wanted; tries++)
        {
            BrokenPromiseException.Unless(tries < Tries, $"The primary says of its standby '{seen}', never '{wanted}'.");
            await Task.Delay(Pause);
        }
    }

    private static (string, string) Passwords(PostgresCluster server) => ("PGPASSFILE", Path.Combine(server.Folder, "pgpass"));
}
