using System.Buffers.Text;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Epochs;
using BlacklistExchange.Server.Lists;
using BlacklistExchange.Server.Members;

namespace BlacklistExchange.Server.Tests;

/// <summary>A hub with one list of two kinds and its first epoch, and what a member does to ask it.</summary>
internal sealed class World : IAsyncDisposable
{
    public const string List = "goods";
    public const string Kind = "phone";

    private World(HubFixture hub) => Hub = hub;

    public HubFixture Hub { get; }

    public static async Task<World> StartAsync(Action<HubOptions>? adjust = null) => await StartAsync(await HubFixture.StartAsync(adjust));

    /// <summary>The same in a hub that stands already, and goes with this.</summary>
    public static async Task<World> StartAsync(HubFixture hub)
    {
        World world = new(hub);
        try
        {
            await world.AddListAsync(List);
            await world.OpenEpochAsync("now");
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    public Task<ListResponse> AddListAsync(string name, string[]? sectors = null, long? hubWide = null) => Hub.Operator.PostAsync(
        "lists", new AddListRequest(name, "Counterfeit goods", [Kind, "resident-id"], sectors, null, null, null, hubWide, null),
        ListsJson.Default.AddListRequest, ListsJson.Default.ListResponse, CancellationToken.None);

    public Task<EpochResponse> OpenEpochAsync(string? notBefore, string list = List) => Hub.Operator.PostAsync(
        $"lists/{list}/epochs", new OpenEpochRequest(notBefore, null), EpochsJson.Default.OpenEpochRequest, EpochsJson.Default.EpochResponse, CancellationToken.None);

    public Task<BudgetsResponse> SetBudgetAsync(string? entity, long? burst = null, long? day = null, long? epoch = null, long? hubWide = null, string kind = Kind) => Hub.Operator.PostAsync(
        "budgets", new SetBudgetRequest(List, kind, "test", entity, burst, day, epoch, null, hubWide),
        MembersJson.Default.SetBudgetRequest, MembersJson.Default.BudgetsResponse, CancellationToken.None);

    /// <summary>The descriptors that a member is given, each verified as a member must.</summary>
    public async Task<IReadOnlyList<EpochDescriptor>> DescriptorsAsync(HttpClient member)
    {
        EpochsResponse epochs = (await member.GetFromJsonAsync(Routes.Epochs.Replace("{list}", List, StringComparison.Ordinal), WireJson.Default.EpochsResponse))!;
        return [.. epochs.Epochs.Select(one =>
        {
            byte[] payload = Base64Url.DecodeFromChars(one.Payload);
            Assert.True(DetachedSignature.Verify(Hub.Service<ExchangeSigner>().PublicKey, payload, Base64Url.DecodeFromChars(one.Signature)));
            Assert.True(EpochDescriptor.TryDecode(payload, out EpochDescriptor descriptor));
            return descriptor;
        })];
    }

    public async Task<JointKey> KeyAsync(HttpClient member, uint epoch = 1, byte kind = 2)
    {
        DescriptorKind line = (await DescriptorsAsync(member)).Single(descriptor => descriptor.Epoch == epoch).Kinds.Single(one => one.Kind == kind);
        Assert.True(Ciphersuite.TryGet(line.Suite, out Ciphersuite? suite));
        Assert.True(JointKey.TryCreate(suite, line.Threshold, [.. line.Holders.Select(static holder => new HolderKey(holder.Index, holder.PublicKey))], line.JointPublicKey,
            out JointKey? key, out string? reason), reason);
        return key;
    }

    public static BlindedBatch Blind(JointKey key, int count) =>
        new VoprfClient(key).Blind([.. Enumerable.Range(0, count).Select(static index => (ReadOnlyMemory<byte>)Encoding.ASCII.GetBytes($"input {index}"))]);

    public static EvaluateGroup Group(BlindedBatch batch, uint epoch = 1, string kind = Kind, string list = List) =>
        new(list, epoch, kind, Base64Url.EncodeToString(batch.BlindedElements.Span));

    public static string Body(EvaluateRequest request) => JsonSerializer.Serialize(request, WireJson.Default.EvaluateRequest);

    public static string Body(string purpose, params EvaluateGroup[] groups) => Body(new EvaluateRequest(Guid.NewGuid(), purpose, groups));

    public static async Task<EvaluateResponse> AnsweredAsync(Task<HttpResponseMessage> sent)
    {
        using HttpResponseMessage response = await sent;
        string body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {body}");
        return JsonSerializer.Deserialize(body, WireJson.Default.EvaluateResponse)!;
    }

    public static Task<HttpResponseMessage> SendAsync(HttpClient member, string body) => member.PostAsync(Routes.Evaluate, Answers.Json(body));

    public static async Task<BudgetLine> BudgetAsync(HttpClient member, string kind = Kind, uint epoch = 1) =>
        (await member.GetFromJsonAsync(Routes.Budget, WireJson.Default.BudgetResponse))!.Budgets.Single(line => line.List == List && line.Kind == kind && line.Epoch == epoch);

    public ValueTask DisposeAsync() => Hub.DisposeAsync();
}
