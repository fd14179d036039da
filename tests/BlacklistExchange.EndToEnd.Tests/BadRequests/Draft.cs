using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Tests;

namespace BlacklistExchange.EndToEnd.Tests.BadRequests;

/// <summary>One item of a report as its reporter holds it. Any 32 bytes are an entry key: the hub cannot tell whose.</summary>
internal sealed record DraftItem(byte[] Key, byte[] Salt, byte[] Evidence, byte Kind)
{
    public static DraftItem Fresh(byte kind = 2) => new(RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32), kind);

    public Tag Tag
    {
        get
        {
            using EntryKey key = EntryKey.Import(Key);
            return key.DeriveTag();
        }
    }

    public ReportItem Committed() => new(Kind, ReportCommitments.Item(Salt, Tag, Kind, Evidence), Evidence);
}

/// <summary>Statements and bodies by hand, so that each can be wrong in one place.</summary>
internal static class Draft
{
    public const string Exchange = "test-exchange";

    /// <summary>Where the fixed fields of a report statement begin: its category.</summary>
    public static int FieldsAt(ReportStatement statement) =>
        1 + ReportStatement.Domain.Length + 1 + statement.Exchange.Length + 1 + statement.Member.Length + 1 + statement.List.Length + 4 + 16;

    public static ReportStatement Report(BadWorld world, EnrolledMember member, params DraftItem[] items) => new()
    {
        Exchange = Exchange,
        Member = member.Slug,
        List = "goods",
        Epoch = 1,
        ReportId = Guid.NewGuid(),
        Category = Category.Counterfeit,
        Right = new byte[32],
        EvidenceType = EvidenceType.PlatformAdjudication,
        Observed = Month.Of(world.Hub.Time.GetUtcNow()),
        Basis = ReportBasis.OwnFinding,
        NoticeServed = false,
        Origin = ReportCommitments.Origin(member.Slug, new byte[32]),
        PolicyVersion = 1,
        Items = [.. items.Select(static item => item.Committed())],
    };

    public static string ReportBody(ECDsa key, byte[] payload, params DraftItem[] items) => JsonSerializer.Serialize(
        new ReportRequest(Sign(key, payload), [.. items.Select(static item => new ReportSecret(Text(item.Key), Text(item.Salt)))]), WireJson.Default.ReportRequest);

    public static string RetractionBody(ECDsa key, byte[] payload) => JsonSerializer.Serialize(new RetractionRequest(Sign(key, payload)), WireJson.Default.RetractionRequest);

    public static string RenewalBody(ECDsa key, byte[] payload, params (DraftItem Old, DraftItem New)[] items) => JsonSerializer.Serialize(
        new RenewalRequest(Sign(key, payload), [.. items.Select(static item => new RenewalSecret(Text(item.Old.Key), Text(item.New.Key)))]), WireJson.Default.RenewalRequest);

    public static SignedBytes Sign(ECDsa key, byte[] payload) => new(Text(payload), Text(DetachedSignature.Sign(key, payload)));

    public static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);

    /// <summary>A report that the hub takes; returns its statement.</summary>
    public static async Task<ReportStatement> FiledAsync(BadWorld world, EnrolledMember member, DraftItem[] items, Func<ReportStatement, ReportStatement>? change = null)
    {
        ReportStatement statement = Report(world, member, items);
        statement = change?.Invoke(statement) ?? statement;
        using HttpResponseMessage answer = await member.Http.PostAsync(Routes.Reports, Answers.Json(ReportBody(member.SigningKey, statement.Encode(), items)));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return statement;
    }
}
