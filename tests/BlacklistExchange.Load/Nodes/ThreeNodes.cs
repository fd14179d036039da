using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using BlacklistExchange.Load.Hub;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Tests.Engines;

namespace BlacklistExchange.Load.Nodes;

/// <summary>Three real hubs over one real PostgreSQL, each with its own fixed ports, and a balancer through which members come.</summary>
internal sealed class ThreeNodes : IAsyncDisposable
{
    private const int Count = 3;
    private const string Database = "nodes";

    /// <summary>More than two looks of the balancer.</summary>
    private const int DrainSeconds = 2;

    private readonly PostgresCluster _cluster;

    private ThreeNodes(PostgresCluster cluster, IReadOnlyList<HubProcess> hubs, Balancer balancer) => (_cluster, Hubs, Balancer) = (cluster, hubs, balancer);

    public IReadOnlyList<HubProcess> Hubs { get; }

    public Balancer Balancer { get; }

    /// <summary>Where the operator's certificate is.</summary>
    public HubProcess First => Hubs[0];

    public static async Task<ThreeNodes> StartAsync(string folder, CancellationToken cancellationToken)
    {
        PostgresCluster cluster = PostgresCluster.Start();
        List<HubProcess> hubs = [];
        Balancer? balancer = null;
        try
        {
            cluster.Execute($"CREATE DATABASE {Database} OWNER hub ENCODING 'UTF8' LC_COLLATE 'C' TEMPLATE template0");
            string connection = Path.Combine(folder, "connection");
            await File.WriteAllTextAsync(connection, cluster.ConnectionString(Database, cluster.Port), cancellationToken);
            File.SetUnixFileMode(connection, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            int[] ports = FreePorts(1 + (3 * Count));
            hubs.AddRange(Enumerable.Range(0, Count).Select(index => new HubProcess(folder, $"node-{index + 1}", Settings(index, ports)) { OperatorFolder = Path.Combine(folder, "node-1", "operator") }));
            await hubs[0].VerbAsync(cancellationToken, "init", "--exchange", HubProcess.Exchange, "--connection-file", connection);
            balancer = new Balancer(ports[0], [.. Enumerable.Range(0, Count).Select(index => new BalancedNode($"node-{index + 1}", PortOf(index, 0), PortOf(index, 2)))]);
            ThreeNodes nodes = new(cluster, hubs, balancer);
            // The first is ready before the others begin, so it builds.
            await nodes.ServeAsync(0, cancellationToken);
            await Task.WhenAll(Enumerable.Range(1, Count - 1).Select(async index =>
            {
                await hubs[index].VerbAsync(cancellationToken, "join", "--from", hubs[0].Data.Path, "--node", $"node-{index + 1}");
                await nodes.ServeAsync(index, cancellationToken);
            }));
            return nodes;

            int PortOf(int index, int which) => ports[1 + (3 * index) + which];
        }
        catch
        {
            await EndAsync(cluster, hubs, balancer);
            throw;
        }
    }

    /// <summary>Starts a node; returns when the balancer has seen that it is ready.</summary>
    public async Task ServeAsync(int index, CancellationToken cancellationToken)
    {
        await Hubs[index].ServeAsync(cancellationToken);
        await UntilAsync(() => Balancer.Nodes[index].IsReady, $"the balancer sees node-{index + 1} ready", cancellationToken);
    }

    /// <summary>The operator port of the first node.</summary>
    public OperatorClient Console() => OperatorClient.Open(new Uri(First.Addresses.Operator), First.OperatorFolder);

    /// <summary>Throws when a node has logged an error.</summary>
    public void RequireNoFaults()
    {
        string[] faults = [.. Hubs.SelectMany(static hub => hub.Faults.Select(fault => $"{hub.Data.Path}: {fault}"))];
        Broken.Unless(faults.Length == 0, $"Nodes have logged errors:\n  {string.Join("\n  ", faults)}");
    }

    public async ValueTask DisposeAsync() => await EndAsync(_cluster, Hubs, Balancer);

    public static async Task UntilAsync(Func<bool> come, string what, CancellationToken cancellationToken)
    {
        const int Tries = 1200;
        for (int tries = 0; !come(); tries++)
        {
            Broken.Unless(tries < Tries, $"There never came: {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }
    }

    private static async Task EndAsync(PostgresCluster cluster, IReadOnlyList<HubProcess> hubs, Balancer? balancer)
    {
        await Task.WhenAll(hubs.Select(static hub => hub.DisposeAsync().AsTask()));
        if (balancer is not null)
        {
            await balancer.DisposeAsync();
        }
        cluster.Dispose();
    }

    /// <summary>A restarted node has the ports it had; the balancer's address is the hub's name for members; no limit on requests, as the load program demands.</summary>
    private static string[] Settings(int index, int[] ports)
    {
        string[] names = ["Member", "Operator", "Public"];
        return
        [
            $"Node=node-{index + 1}", $"MemberUrl=https://127.0.0.1:{ports[0]}", .. names.Select((name, which) => $"{name}:Port={ports[1 + (3 * index) + which]}"),
            $"Limits:DrainSeconds={DrainSeconds}", "Limits:RequestsPerSecond=1000000", "Limits:RequestBurst=1000000", "Policy:SnapshotSeconds=5", "Telemetry:Level=Warning",
        ];
    }

    /// <summary>Below those that the kernel gives to connections, or one of those could sit on the port of a node that restarts.</summary>
    private static int[] FreePorts(int count)
    {
        string range = File.ReadAllText("/proc/sys/net/ipv4/ip_local_port_range");
        int end = int.Parse(range.Split('\t', ' ')[0], CultureInfo.InvariantCulture);
        int first = RandomNumberGenerator.GetInt32(end / 2, end - 1000);
        return [.. Enumerable.Range(first, end - first).Where(IsFree).Take(count)];
    }

    private static bool IsFree(int port)
    {
        try
        {
            using TcpListener listener = new(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
