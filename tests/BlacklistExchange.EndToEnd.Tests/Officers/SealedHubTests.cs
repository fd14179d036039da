using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using BlacklistExchange.Client;
using BlacklistExchange.EndToEnd.Tests.Leaks;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Officers;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Tests;

namespace BlacklistExchange.EndToEnd.Tests.Officers;

/// <summary>A year with officers, in the processes that people start: split, reboot, unseal, replace, reboot.</summary>
public sealed partial class SealedHubTests
{
    private const int Terminate = 15;

    [Fact]
    public async Task Answers_a_member_only_after_two_officers_came_and_after_a_replacement_only_the_new_ones()
    {
        await using RealWorld world = await RealWorld.StartAsync();
        await world.PublishAsync();
        ExchangeClient client = await world.ClientAsync("alpha");
        Assert.Equal(Verdict.NotListed, (await client.QueryAsync(RealWorld.Phone("13912870365"), Purposes.SignUp)).Verdict);
        int port = world.Hub.Host.Address(HubPort.Member).Port;
        DataFolder folder = world.Hub.Folder;
        await world.Hub.Host.StopAsync(CancellationToken.None);
        await world.Hub.Host.DisposeAsync();
        using TempFolder shares = new();
        Haystack all = new();
        byte[] secret = await File.ReadAllBytesAsync(folder.Path + ".kek");

        await HubProcess.RunAsync(all, 0, "is overwritten and gone", null, "officer", "init", "--data", folder.Path, "--officer", "olivia", "--officer", "bo", "--officer", "王小明", "--out", shares.Path, "--remove-kek-file");
        Assert.False(File.Exists(folder.Path + ".kek"));
        await HubProcess.RunAsync(all, 0, "王小明", null, "officer", "status", "--data", folder.Path);
        await HubProcess.RunAsync(all, 3, "No sealed hub waits", null, "officer", "unseal", "--data", folder.Path, "--share", Share(1));

        using (HubProcess hub = Serve(all, folder, port))
        {
            await hub.SaysAsync("\"EventId\":1550");
            using HttpClient open = new() { BaseAddress = new Uri(Address().Match(hub.Said).Value) };
            Assert.Equal(HttpStatusCode.OK, (await open.GetAsync(Routes.Live)).StatusCode);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await open.GetAsync(Routes.Ready)).StatusCode);
            Assert.Equal(SocketError.ConnectionRefused, await ConnectAsync(port));
            await HubProcess.RunAsync(all, 2, "The hub is sealed", null, "clock", "show", "--data", folder.Path);
            await HubProcess.RunAsync(all, 0, "1 of 2, waiting for another officer", null, "officer", "unseal", "--data", folder.Path, "--share", Share(1));
            await HubProcess.RunAsync(all, 1, "is here already", null, "officer", "unseal", "--data", folder.Path, "--share", Share(1));
            await HubProcess.RunAsync(all, 2, "Line 2 is mistyped", Mistyped(Share(3)), "officer", "unseal", "--data", folder.Path, "--share", "-");
            await HubProcess.RunAsync(all, 0, "Unsealed by olivia and 王小明", await File.ReadAllTextAsync(Share(3)), "officer", "unseal", "--data", folder.Path, "--share", "-");
            await hub.SaysAsync("\"EventId\":1000");
            Assert.Equal(Verdict.NotListed, (await client.QueryAsync(RealWorld.Phone("15827364519"), Purposes.SignUp)).Verdict);
            Assert.Equal(0, await EndedAsync(hub));
        }
        using (HubProcess hub = Serve(all, folder, port))
        {
            await hub.SaysAsync("\"EventId\":1550");
            await HubProcess.RunAsync(all, 0, "\"verdict\":\"waiting\"", null, "officer", "unseal", "--data", folder.Path, "--share", Share(2), "--json");
            Assert.Equal(0, await EndedAsync(hub));
            Assert.False(File.Exists(folder.OfficersSocket));
        }
        Needle[] needles = [Needle.Bytes("the KEK", secret), .. Needles(1)];
        await HubProcess.RunAsync(all, 0, "Generation 2 of the KEK, by bo and 王小明", null,
            "officer", "replace", "--data", folder.Path, "--share", Share(2), "--share", Share(3), "--officer", "bo", "--officer", "王小明", "--officer", "dai", "--out", shares.Path);
        using (HubProcess hub = Serve(all, folder, port))
        {
            await hub.SaysAsync("\"EventId\":1550");
            await HubProcess.RunAsync(all, 1, "older shares open nothing", null, "officer", "unseal", "--data", folder.Path, "--share", Share(1));
            await HubProcess.RunAsync(all, 0, "1 of 2", null, "officer", "unseal", "--data", folder.Path, "--share", Share(1, 2));
            await HubProcess.RunAsync(all, 0, "Unsealed by bo and dai", null, "officer", "unseal", "--data", folder.Path, "--share", Share(3, 2));
            await hub.SaysAsync("\"EventId\":1000");
            Assert.Equal(Verdict.NotListed, (await client.QueryAsync(RealWorld.Phone("13671592608"), Purposes.SignUp)).Verdict);
            Assert.Equal(0, await EndedAsync(hub));
        }
        RequireNowhere(all, folder, [.. needles, .. Needles(2)]);

        string Share(int number, int generation = 1) => shares.At($"generation-{generation}-share-{number}.txt");
        IEnumerable<Needle> Needles(int generation) => Enumerable.Range(1, 3).SelectMany(number => Of(Share(number, generation)));
    }

    private static HubProcess Serve(Haystack all, DataFolder folder, int port) =>
        HubProcess.Start(all, "serve", "--data", folder.Path, "--set", $"Member:Port={port}", "--set", "Operator:Port=0", "--set", "Public:Port=0");

    /// <summary>Neither in the data folder, which holds database, keys and settings, nor in anything that a process said.</summary>
    private static void RequireNowhere(Haystack all, DataFolder folder, Needle[] needles)
    {
        all.AddFolder("data folder", folder.Path);
        Assert.Contains(all.Places, static place => place.EndsWith("hub.db", StringComparison.Ordinal));
        Assert.Contains(all.Places, static place => place.StartsWith("output of serve", StringComparison.Ordinal));
        foreach (Needle needle in needles)
        {
            Assert.Empty(all.Find(needle));
        }
    }

    /// <summary>The value, and its lines as they are printed.</summary>
    private static IEnumerable<Needle> Of(string path)
    {
        using OfficerShare share = ShareFiles.Read(path);
        return [Needle.Bytes($"{share}", share.Value.Span), .. File.ReadLines(path).Where(static line => line.Length > 2 && line[0] is >= '1' and <= '4').Select(line => Needle.Text($"a line of {share}", line[3..]))];
    }

    private static string Mistyped(string path)
    {
        string text = File.ReadAllText(path);
        int at = text.IndexOf("\n2: ", StringComparison.Ordinal) + 4;
        return $"{text[..at]}{(text[at] == '7' ? '8' : '7')}{text[(at + 1)..]}";
    }

    private static async Task<int> EndedAsync(HubProcess hub)
    {
        Assert.Equal(0, kill(hub.Id, Terminate));
        return await hub.EndAsync();
    }

    private static async Task<SocketError> ConnectAsync(int port)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        SocketException exception = await Assert.ThrowsAsync<SocketException>(() => socket.ConnectAsync(IPAddress.Loopback, port));
        return exception.SocketErrorCode;
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();

    [DllImport("libc")]
    private static extern int kill(int process, int signal);
}
