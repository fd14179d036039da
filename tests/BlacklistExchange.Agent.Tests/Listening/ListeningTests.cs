using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using BlacklistExchange.Client.Tests;

namespace BlacklistExchange.Agent.Tests.Listening;

/// <summary>The real process: where it listens, whom it admits, how it starts and ends.</summary>
public sealed class ListeningTests
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string Secret = "0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task Keeps_the_socket_to_owner_and_group_and_stops_on_sigterm()
    {
        await using AgentWorld world = await AgentWorld.StartAsync();
        string socket = world.Folder["own.sock"];
        using AgentProcess agent = await AgentProcess.StartAsync(AgentProcess.Serve(world, "--socket", socket));
        Assert.Equal(socket, agent.Address);
        Assert.Equal(Owner | UnixFileMode.GroupRead | UnixFileMode.GroupWrite, File.GetUnixFileMode(socket));
        Assert.Empty(Directory.EnumerateFiles(Path.GetTempPath(), $"dotnet-diagnostic-{agent.Id}-*"));
        using HttpClient http = AgentWorld.Over(socket);
        (int status, JsonNode answer) = await AgentWorld.SendAsync(http, HttpMethod.Post, "/v1/check", AgentWorld.Request(TestIds.Phone(1)));
        Assert.Equal((200, "not-listed"), (status, (string)answer["verdict"]!));
        Assert.Equal((0, ""), await agent.EndAsync());
        Assert.False(File.Exists(socket));
    }

    [Fact]
    public async Task Replaces_the_socket_of_a_dead_agent_and_refuses_a_live_one()
    {
        await using AgentWorld world = await AgentWorld.StartAsync();
        string socket = world.Folder["own.sock"];
        using (AgentProcess killed = await AgentProcess.StartAsync(AgentProcess.Serve(world, "--socket", socket)))
        {
            await killed.EndAsync(signal: 9);
        }
        Assert.True(File.Exists(socket));
        using AgentProcess agent = await AgentProcess.StartAsync(AgentProcess.Serve(world, "--socket", socket));
        (int code, string text) = await AgentProcess.RunAsync(AgentProcess.Serve(world, "--socket", socket));
        Assert.Equal(3, code);
        Assert.Contains("listens on", text, StringComparison.Ordinal);
        await agent.EndAsync();

        File.WriteAllText(socket, "no socket");
        Assert.Equal(3, (await AgentProcess.RunAsync(AgentProcess.Serve(world, "--socket", socket))).Code);
        Assert.Equal("no socket", File.ReadAllText(socket));
        Assert.Equal(3, (await AgentProcess.RunAsync(AgentProcess.Serve(world, "--socket", Directory.CreateDirectory(world.Folder["folder.sock"]).FullName))).Code);
    }

    [Fact]
    public async Task Returns_the_answer_in_flight_after_sigterm()
    {
        await using AgentWorld world = await AgentWorld.StartAsync();
        await Waiting.UntilAsync(async () => (await world.GetAsync("/readyz")).Status == 200);
        string socket = world.Folder["own.sock"];
        using AgentProcess agent = await AgentProcess.StartAsync(AgentProcess.Serve(world, "--socket", socket));
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Hub.BeforeAnswer = request =>
        {
            if (request.Purpose is not null)
            {
                arrived.TrySetResult();
            }
            return request.Purpose is null ? Task.CompletedTask : held.Task;
        };
        using HttpClient http = AgentWorld.Over(socket);
        Task<(int Status, JsonNode Body)> asked = AgentWorld.SendAsync(http, HttpMethod.Post, "/v1/check", AgentWorld.Request(TestIds.Phone(1)));
        await arrived.Task;
        Task<(int Code, string Error)> ended = agent.EndAsync();
        await Waiting.UntilAsync(() => !CanConnect(socket));
        held.SetResult();
        Assert.Equal("not-listed", (string)(await asked).Body["verdict"]!);
        Assert.Equal(0, (await ended).Code);
    }

    [Fact]
    public async Task Refuses_a_folder_that_everybody_may_write_and_other_bad_command_lines()
    {
        await using AgentWorld world = await AgentWorld.StartAsync();
        string open = Directory.CreateDirectory(world.Folder["open"]).FullName;
        File.SetUnixFileMode(open, Owner | UnixFileMode.UserExecute | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute);
        (int code, string text) = await AgentProcess.RunAsync(AgentProcess.Serve(world, "--socket", Path.Combine(open, "a.sock")));
        Assert.Equal(2, code);
        Assert.Contains("everybody may write", text, StringComparison.Ordinal);

        foreach (string[] more in (string[][])[[], ["--port", "0"], ["--port", "0", "--socket", "x"], ["--socket", world.Folder["no/a.sock"]], ["--socket", world.Folder[new string('x', 100)]], ["--socket", "x", "--timeout", "0"], ["--horse"]])
        {
            Assert.Equal(2, (await AgentProcess.RunAsync(AgentProcess.Serve(world, more))).Code);
        }
        Assert.Equal(8, (await AgentProcess.RunAsync("serve", "--profile", world.Folder["none"], "--list", "sellers", "--on-uncertain", "open", "--socket", world.Folder["b.sock"])).Code);
        (code, text) = await AgentProcess.RunAsync("--help");
        Assert.Equal(0, code);
        Assert.Contains("Exit codes:", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Secret, Owner | UnixFileMode.GroupRead, "others may read")]
    [InlineData("short", Owner, "fewer than 32")]
    [InlineData("0123456789 bcdef 123456789 bcdef", Owner, "printable ASCII")]
    public async Task Refuses_a_bad_secret(string secret, UnixFileMode mode, string why)
    {
        await using AgentWorld world = await AgentWorld.StartAsync();
        string file = world.Folder.Write("bearer", secret + "\n");
        File.SetUnixFileMode(file, mode);
        (int code, string text) = await AgentProcess.RunAsync(AgentProcess.Serve(world, "--port", "0", "--bearer-file", file));
        Assert.Equal(2, code);
        Assert.Contains(why, text, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_callers_without_the_secret_on_a_port()
    {
        await using AgentWorld world = await AgentWorld.StartAsync();
        string file = world.Folder.Write("bearer", Secret + "\n");
        File.SetUnixFileMode(file, Owner);
        using AgentProcess agent = await AgentProcess.StartAsync(AgentProcess.Serve(world, "--port", "0", "--bearer-file", file));
        Assert.StartsWith("http://127.0.0.1:", agent.Address, StringComparison.Ordinal);
        using HttpClient http = new() { BaseAddress = new Uri(agent.Address) };
        Assert.Equal(200, (await AgentWorld.SendAsync(http, HttpMethod.Get, "/livez", null)).Status);
        foreach (string? sent in (string?[])[null, "Bearer " + Secret[..^1], "Bearer " + Secret + "0", "Basic " + Secret])
        {
            http.DefaultRequestHeaders.Authorization = sent is null ? null : AuthenticationHeaderValue.Parse(sent);
            (int status, JsonNode problem) = await AgentWorld.SendAsync(http, HttpMethod.Get, "/metrics", null);
            Assert.Equal((401, "unauthorized"), (status, AgentWorld.Fault(problem).Type));
        }
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Secret);
        Assert.Equal(200, (await AgentWorld.SendAsync(http, HttpMethod.Post, "/v1/check", AgentWorld.Request(TestIds.Phone(1)))).Status);
        (int code, string text) = await AgentProcess.RunAsync(AgentProcess.Serve(world, "--port", new Uri(agent.Address).Port.ToString(System.Globalization.CultureInfo.InvariantCulture), "--bearer-file", file));
        Assert.True(code == 3, text);
    }

    private static bool CanConnect(string socket)
    {
        using Socket probe = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(socket));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
