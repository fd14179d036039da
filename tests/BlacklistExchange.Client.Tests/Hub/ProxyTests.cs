using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BlacklistExchange.Client.Tests.Hub;

public sealed class ProxyTests
{
    [Fact]
    public async Task Tunnels_through_the_proxy_that_was_named()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        using CancellationTokenSource stop = new();
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        List<string> asked = [];
        Task serving = ServeAsync(listener, asked, stop.Token);
        Uri proxy = new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        await using (ExchangeClient client = world.Client(configure: options => options.ProxyAddress = proxy))
        {
            Assert.Equal("member-a-entity", (await client.GetBudgetAsync()).Entity);
        }

        Assert.Equal([$"CONNECT localhost:{world.Hub.Address.Port} HTTP/1.1"], asked);
        await stop.CancelAsync();
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    private static async Task ServeAsync(TcpListener listener, List<string> asked, CancellationToken cancellationToken)
    {
        while (true)
        {
            TcpClient inside = await listener.AcceptTcpClientAsync(cancellationToken);
            byte[] head = new byte[4096];
            int length = await inside.GetStream().ReadAsync(head, cancellationToken);
            string line = Encoding.ASCII.GetString(head, 0, length).Split("\r\n")[0];
            asked.Add(line);
            TcpClient outside = new();
            await outside.ConnectAsync(IPAddress.Loopback, int.Parse(line.Split(' ')[1].Split(':')[1]), cancellationToken);
            await inside.GetStream().WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), cancellationToken);
            _ = inside.GetStream().CopyToAsync(outside.GetStream(), cancellationToken);
            _ = outside.GetStream().CopyToAsync(inside.GetStream(), cancellationToken);
        }
    }
}
