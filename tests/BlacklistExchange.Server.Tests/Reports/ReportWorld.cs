using System.Buffers.Text;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Acts;
using BlacklistExchange.Server.Entries;
using BlacklistExchange.Server.Epochs;
using BlacklistExchange.Server.Lists;
using Dapper;

namespace BlacklistExchange.Server.Tests.Reports;

/// <summary>A running hub with one list and its first epoch, and what members and operators do to its entries.</summary>
internal sealed class ReportWorld : IAsyncDisposable
{
    public const string List = "goods";

    private ReportWorld(HubFixture hub) => Hub = hub;

    public HubFixture Hub { get; }

    public Month Present => Month.Of(Hub.Time.GetUtcNow());

    public long Now => Hub.Time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>On a given database, or on that of the suite.</summary>
    public static async Task<ReportWorld> StartAsync(long releaseDelay = 0, TestDatabase? database = null) =>
        await StartAsync(database is null ? await HubFixture.StartAsync() : await HubFixture.StartAsync(database), releaseDelay);

    /// <summary>The same in a hub that stands already, and goes with this.</summary>
    public static async Task<ReportWorld> StartAsync(HubFixture hub, long releaseDelay = 0)
    {
        ReportWorld world = new(hub);
        AddListRequest list = new(List, "counterfeit goods", ["phone", "resident-id", "uscc"], ReleaseDelaySeconds: releaseDelay);
        await world.Hub.Operator.PostAsync("lists", list, ListsJson.Default.AddListRequest, ListsJson.Default.ListResponse, CancellationToken.None);
        await world.OpenEpochAsync();
        return world;
    }

    public Task OpenEpochAsync() => Hub.Operator.PostAsync(
        $"lists/{List}/epochs", new OpenEpochRequest("now", null), EpochsJson.Default.OpenEpochRequest, EpochsJson.Default.EpochResponse, CancellationToken.None);

    public ReportDraft Draft(EnrolledMember member, params TestIdentifier[] identifiers) => new(member, identifiers) { Observed = Present };

    /// <summary>Files a report that must be admitted and returns its receipt, verified.</summary>
    public async Task<Receipt> FileAsync(ReportDraft draft, HttpStatusCode expected = HttpStatusCode.Created) => await FileAsync(draft.Member, draft.Request(), expected);

    public async Task<Receipt> FileAsync(EnrolledMember member, ReportRequest request, HttpStatusCode expected = HttpStatusCode.Created)
    {
        using HttpResponseMessage answer = await PostAsync(member, Routes.Reports, request, WireJson.Default.ReportRequest);
        string body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, body);
        SignedBytes signed = JsonSerializer.Deserialize(body, WireJson.Strict.ReportResponse)!.Receipt;
        byte[] payload = Base64Url.DecodeFromChars(signed.Payload);
        Assert.True(DetachedSignature.Verify(Hub.Service<ExchangeSigner>().PublicKey, payload, Base64Url.DecodeFromChars(signed.Signature)));
        Assert.True(Receipt.TryDecode(payload, out Receipt receipt));
        return receipt;
    }

    public async Task<Problem> RefuseAsync(ReportRequest request, EnrolledMember member, string type)
    {
        using HttpResponseMessage answer = await PostAsync(member, Routes.Reports, request, WireJson.Default.ReportRequest);
        return await answer.ProblemAsync(type);
    }

    public Task<HttpResponseMessage> RetractAsync(EnrolledMember member, Guid reportId, ushort item = RetractionStatement.WholeReport)
    {
        byte[] statement = new RetractionStatement { Exchange = "test-exchange", Member = member.Slug, ReportId = reportId, Item = item, SignedAt = (ulong)Now }.Encode();
        return PostAsync(member, Routes.Retractions, new RetractionRequest(ReportDraft.Signed(member.SigningKey, statement)), WireJson.Default.RetractionRequest);
    }

    public async Task<IReadOnlyList<RetractedItem>> RetractedAsync(EnrolledMember member, Guid reportId, ushort item = RetractionStatement.WholeReport) =>
        (await ReadAsync(await RetractAsync(member, reportId, item), WireJson.Strict.RetractionResponse)).Items;

    /// <summary>Carries items from epoch 1 into epoch 2.</summary>
    public Task<HttpResponseMessage> RenewAsync(EnrolledMember member, params (Guid ReportId, ushort Item, TestIdentifier Old, TestIdentifier New)[] items)
    {
        byte[] statement = new RenewalStatement
        {
            Exchange = "test-exchange",
            Member = member.Slug,
            List = List,
            OldEpoch = 1,
            NewEpoch = 2,
            Items = [.. items.Select(static item => new RenewalItem(item.ReportId, item.Item, (byte)item.Old.Kind, item.Old.Tag, item.New.Tag))],
        }.Encode();
        RenewalRequest request = new(ReportDraft.Signed(member.SigningKey, statement), [.. items.Select(static item => new RenewalSecret(item.Old.KeyText, item.New.KeyText))]);
        return PostAsync(member, Routes.Renewals, request, WireJson.Default.RenewalRequest);
    }

    public async Task<IReadOnlyList<RenewedItem>> RenewedAsync(EnrolledMember member, params (Guid ReportId, ushort Item, TestIdentifier Old, TestIdentifier New)[] items) =>
        (await ReadAsync(await RenewAsync(member, items), WireJson.Strict.RenewalResponse)).Items;

    public Task<HttpResponseMessage> AskStateAsync(EnrolledMember desk, TestIdentifier identifier, uint epoch = 1) =>
        PostAsync(desk, Routes.EntryState, new EntryStateRequest(List, epoch, IdentifierKinds.Name(identifier.Kind), identifier.KeyText), WireJson.Default.EntryStateRequest);

    public Task<HttpResponseMessage> DisputeAsync(EnrolledMember desk, TestIdentifier identifier, string ground = "was sold the phone", string reference = "A-1") =>
        PostAsync(desk, Routes.Disputes, new DisputeRequest(List, 1, IdentifierKinds.Name(identifier.Kind), identifier.KeyText, ground, reference), WireJson.Default.DisputeRequest);

    public async Task<EntryStateResponse> StateAsync(Task<HttpResponseMessage> answer) => await ReadAsync(await answer, WireJson.Strict.EntryStateResponse);

    public Task<ActResponse> ActAsync(string verb, params TestIdentifier[] identifiers) => ActAsync(verb, false, [.. identifiers.Select(static (identifier, index) => Target(identifier, index + 2))]);

    public Task<ActResponse> ActAsync(string verb, bool dryRun, params ActTarget[] targets) =>
        Hub.Operator.PostAsync("acts", new ActRequest(verb, targets, dryRun), ActJson.Default.ActRequest, ActJson.Default.ActResponse, CancellationToken.None);

    public static ActTarget Target(TestIdentifier identifier, int line = 1) =>
        new(line, "decision", "R-1", List, Kind: IdentifierKinds.Name(identifier.Kind), Tag: identifier.Tag.ToString());

    /// <summary>The row behind an identifier; fails when there is none.</summary>
    public async Task<Entry> EntryAsync(TestIdentifier identifier, uint epoch = 1)
    {
        EntryAddress address = new(List, epoch, (byte)identifier.Kind, identifier.Tag);
        return await Hub.Store.ReadAsync((connection, transaction) => EntrySql.Find(connection, transaction, address), CancellationToken.None)
            ?? throw new InvalidOperationException("There is no such entry.");
    }

    public Task<long> CountAsync(string table) =>
        Hub.Store.ReadAsync((connection, transaction) => connection.ExecuteScalar<long>($"SELECT count(*) FROM {table}", transaction: transaction), CancellationToken.None);

    public Task ExecuteAsync(string sql, object? values = null) => Hub.Store.WriteAsync((connection, transaction) => connection.Execute(sql, values, transaction), CancellationToken.None);

    public Task<HttpResponseMessage> PostAsync<T>(EnrolledMember member, string route, T body, JsonTypeInfo<T> type) =>
        member.Http.PostAsync(new Uri(route, UriKind.Relative), Answers.Json(JsonSerializer.Serialize(body, type)));

    public ValueTask DisposeAsync() => Hub.DisposeAsync();

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer, JsonTypeInfo<T> type)
    {
        string body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, body);
        return JsonSerializer.Deserialize(body, type)!;
    }
}
