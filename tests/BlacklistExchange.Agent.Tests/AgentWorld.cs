using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using BlacklistExchange.Client;
using BlacklistExchange.Client.Testing;
using BlacklistExchange.Client.Tests.Cli;
using BlacklistExchange.Protocol.Identifiers;
using Microsoft.Extensions.Logging;

namespace BlacklistExchange.Agent.Tests;

/// <summary>A fake hub, an enrolled profile, and an agent of it behind a real unix socket.</summary>
internal sealed class AgentWorld : IAsyncDisposable
{
    private AgentHost? _agent;
    private HttpClient? _http;
    private TimeProvider _clock = TimeProvider.System;

    private AgentWorld(FakeHub hub) => Hub = hub;

    public FakeHub Hub { get; }

    public TemporaryFolder Folder { get; } = new();

    public string Socket => Folder["agent.sock"];

    public string Profile => Folder["profile"];

    public HttpClient Http => _http!;

    public IServiceProvider Services => _agent!.Services;

    public Action<ILoggingBuilder> Logging { get; set; } = static _ => { };

    /// <summary>What is set otherwise than by default, also after a restart.</summary>
    public Func<AgentSettings, AgentSettings>? Change { get; set; }

    public static async Task<AgentWorld> StartAsync(OnUncertain onUncertain = OnUncertain.FailOpen, Func<AgentSettings, AgentSettings>? change = null, Action<ILoggingBuilder>? logging = null, TimeProvider? clock = null, params Identifier[] listed)
    {
        AgentWorld world = new(await FakeHub.StartAsync(new FakeHubOptions { Kinds = [IdentifierKind.Phone, IdentifierKind.ResidentId, IdentifierKind.SellerAccount] }));
        world.Hub.CreateProfile(world.Profile);
        // Before the agent's first synchronisation, which nobody waits for.
        world.Hub.List(listed);
        world._clock = clock ?? world._clock;
        world.Logging = logging ?? world.Logging;
        world.Change = change;
        await world.StartAgentAsync(onUncertain);
        return world;
    }

    /// <summary>The agent alone goes and comes again.</summary>
    public async Task RestartAsync()
    {
        await StopAgentAsync();
        await StartAgentAsync(OnUncertain.FailOpen);
    }

    public async Task StopAgentAsync()
    {
        _http?.Dispose();
        if (_agent is not null)
        {
            await _agent.DisposeAsync();
        }
        _agent = null;
    }

    public Task<(int Status, JsonNode Body)> PostAsync(string path, string json) => SendAsync(Http, HttpMethod.Post, path, json);

    public Task<(int Status, JsonNode Body)> GetAsync(string path) => SendAsync(Http, HttpMethod.Get, path, null);

    /// <summary>Checks identifiers for a sign-up; the answer is always 200.</summary>
    public async Task<JsonNode> CheckAsync(params Identifier[] identifiers)
    {
        (int status, JsonNode body) = await PostAsync("/v1/check", Request(identifiers));
        Assert.Equal(200, status);
        return body;
    }

    public static string Request(params Identifier[] identifiers) =>
        $$"""{"identifiers":[{{string.Join(',', identifiers.Select(Item))}}],"purpose":"sign-up"}""";

    public static string Item(Identifier identifier) =>
        $$"""{"kind":"{{IdentifierKinds.Name(identifier.Kind)}}","value":"{{identifier.RevealValue()}}","namespace":{{(identifier.Namespace.Length == 0 ? "null" : $"\"{identifier.Namespace}\"")}}}""";

    public static HttpClient Over(string socket) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellationToken) =>
        {
            Socket connection = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellationToken);
            return new NetworkStream(connection, ownsSocket: true);
        },
    }) { BaseAddress = new Uri("http://agent") };

    public static async Task<(int Status, JsonNode Body)> SendAsync(HttpClient http, HttpMethod method, string path, string? json)
    {
        using HttpRequestMessage request = new(method, path);
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await http.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true ? JsonNode.Parse(text)! : JsonValue.Create(text));
    }

    /// <summary>Type without prefix, and field.</summary>
    public static (string Type, string? Field) Fault(JsonNode problem) => (((string)problem["type"]!)["urn:bex:problem:".Length..], (string?)problem["field"]);

    public async ValueTask DisposeAsync()
    {
        await StopAgentAsync();
        await Hub.DisposeAsync();
        Folder.Dispose();
    }

    private async Task StartAgentAsync(OnUncertain onUncertain)
    {
        AgentSettings settings = new() { Profile = Profile, List = Hub.ListName, OnUncertain = onUncertain, Socket = Socket };
        _agent = await AgentHost.StartAsync(Change?.Invoke(settings) ?? settings, _clock, Logging, CancellationToken.None);
        _http = Over(Socket);
    }
}
