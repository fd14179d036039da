using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Groups;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Epochs;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Tests;
using Dapper;
using Microsoft.Extensions.Logging;

namespace BlacklistExchange.EndToEnd.Tests.Leaks;

/// <summary>
/// A day at the exchange with known secrets: queries, reports, retractions, refusals, faults of the hub, and <c>bex</c>, while everything that could
/// write anything down is listened to at its loudest.
/// </summary>
internal sealed class LeakRun : IAsyncDisposable
{
    public const string PhoneDigits = "13912870365";
    public const string ResidentId = "320581198803142739";
    public const string OtherPhone = "15827364519";

    private readonly OtlpListener _otlp;
    private readonly Instruments _instruments = new();
    private readonly ListenedLogger<ExchangeClient> _clientLog = new();
    private readonly StringBuilder _exceptions = new();
    private readonly List<ExchangeClient> _clients = [];

    private LeakRun(RealWorld world, OtlpListener otlp)
    {
        World = world;
        _otlp = otlp;
    }

    public RealWorld World { get; }

    public Haystack Haystack { get; } = new();

    public List<Needle> Needles { get; } =
    [
        Needle.Text("a phone's digits", PhoneDigits), Needle.Text("a resident ID", ResidentId), Needle.Text("a phone that only bex saw", OtherPhone),
        Needle.Text("a phone, canonical", "+86" + PhoneDigits), Needle.Bytes("a phone's canonical bytes", Identifier.Parse(IdentifierKind.Phone, PhoneDigits).CanonicalBytes.Span),
        Needle.Bytes("a resident ID's canonical bytes", Identifier.Parse(IdentifierKind.ResidentId, ResidentId).CanonicalBytes.Span),
    ];

    public static async Task<LeakRun> StartAsync()
    {
        OtlpListener otlp = await OtlpListener.StartAsync();
        return new LeakRun(await RealWorld.StartAsync(options => (options.Telemetry.Level, options.Telemetry.Otlp) = (LogLevel.Trace, otlp.Address)), otlp);
    }

    public async Task<ExchangeClient> ClientAsync(string slug, string role = "member")
    {
        ExchangeProfile profile = await World.EnrolAsync(slug, role: role);
        ExchangeClient client = new(new ExchangeClientOptions { Profile = profile, List = Server.Tests.World.List, OnUncertain = OnUncertain.FailClosed }, _clientLog, World.Hub.Time);
        _clients.Add(client);
        return client;
    }

    /// <summary>Keeps the text of whatever is thrown.</summary>
    public async Task CatchAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception exception) when (exception is ExchangeException or StoreUnavailableException)
        {
            _exceptions.AppendLine(exception.ToString());
        }
    }

    public async Task BexAsync(string input, params string[] arguments)
    {
        (int code, string output, string errors) = await Bex.RunAsync(input, arguments);
        Haystack.Add("bex, standard output", $"{arguments[0]} -> {code}\n{output}");
        Haystack.Add("bex, standard error", errors);
    }

    /// <summary>A raw request of a member; the answer's text is kept.</summary>
    public async Task<byte[]> PostAsync(EnrolledMember member, string path, string body)
    {
        using HttpResponseMessage answer = await member.Http.PostAsync(path, Answers.Json(body));
        byte[] bytes = await answer.Content.ReadAsByteArrayAsync();
        if (!answer.IsSuccessStatusCode)
        {
            Haystack.Add("problems", bytes);
        }
        return bytes;
    }

    /// <summary>Evaluates under blinds that the test knows; plants blinds, outputs and entry keys.</summary>
    public async Task<EntryKey> PlantEntryKeyAsync(EnrolledMember member, IdentifierKind kind, string text)
    {
        Ciphersuite suite = Ciphersuite.Ristretto255Sha512;
        byte number = (byte)kind;
        JointKey key = await World.World.KeyAsync(member.Http, 1, number);
        ReadOnlyMemory<byte>[] inputs = [.. Enumerable.Repeat(Identifier.Parse(kind, text).CanonicalBytes, 4)];
        using Scalars blinds = suite.Group.RandomScalars(4);
        Needles.Add(Needle.Bytes($"the blind of {kind}", blinds[0]));
        using BlindedBatch batch = new VoprfClient(key).Blind(inputs, new Scalars(blinds.Copy(0), blinds.Copy(1), blinds.Copy(2), blinds.Copy(3)));
        EvaluateResponse answer = JsonSerializer.Deserialize(
            await PostAsync(member, Routes.Evaluate, Server.Tests.World.Body(Purposes.SignUp, Server.Tests.World.Group(batch, kind: IdentifierKinds.Name(kind)))), WireJson.Default.EvaluateResponse)!;
        byte[] outputs = new byte[4 * 64];
        batch.Finalize([new HolderAnswer(1, Base64Url.DecodeFromChars(answer.Groups[0].Elements), Base64Url.DecodeFromChars(answer.Groups[0].Proof))], outputs);
        EntryKey entry = EntryKey.Derive(outputs.AsSpan(0, 64), suite.Identifier, Server.Tests.World.List, number, 1);
        Needles.Add(Needle.Bytes($"the output of {kind}", outputs.AsSpan(0, 64)));
        Needles.Add(Needle.Bytes($"the entry key of {kind}", entry.Reveal()));
        return entry;
    }

    /// <summary>The epoch's secret keys, read as the hub reads them.</summary>
    public void PlantEpochKeys()
    {
        string[] files = [.. World.Hub.Store.Read(static (connection, transaction) => connection.Query<string>("SELECT key_file FROM epoch_key", transaction: transaction))];
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            using PinnedSecret secret = World.Hub.Service<KeyFolder>().Open(file, EpochKeys.Purpose);
            Needles.Add(Needle.Bytes($"the key {file}", secret.Span));
        }
    }

    /// <summary>Gathers everything; stops and starts the hub so that what it still held back is exported.</summary>
    public async Task GatherAsync()
    {
        using HttpClient operators = World.Hub.OperatorHttp();
        Haystack.Add("/metrics", await operators.GetByteArrayAsync("/metrics"));
        Haystack.AddFolder("the hub's folder while it serves", World.Hub.Folder.Path);
        Assert.Contains(Haystack.Places, static place => place.EndsWith("hub.db-wal", StringComparison.Ordinal));
        await World.Hub.RestartAsync();
        Haystack.AddFolder("the hub's folder", World.Hub.Folder.Path);
        Haystack.AddFolder("the members' folders", World.Members);
        Haystack.Add("the hub's log", string.Join('\n', World.Hub.Log.Lines));
        Haystack.Add("the client's log", string.Join('\n', _clientLog.Lines));
        Haystack.Add("exceptions", _exceptions.ToString());
        Haystack.Add("spans", string.Join('\n', _instruments.Spans));
        Haystack.Add("measurements", string.Join('\n', _instruments.Measurements));
        foreach ((string path, byte[] body) in _otlp.Received)
        {
            Haystack.Add($"OTLP {path}", body);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ExchangeClient client in _clients)
        {
            await client.DisposeAsync();
        }
        await World.DisposeAsync();
        await _otlp.DisposeAsync();
        _instruments.Dispose();
    }
}
