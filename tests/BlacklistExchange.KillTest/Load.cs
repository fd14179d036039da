using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.KillTest;

/// <summary>What a member does all day: it reports and asks, one of each at a time, until the hub is gone.</summary>
internal sealed class Load(SeededNumbers numbers, byte[] elements)
{
    public const string Exchange = "kill-test";
    public const string List = "goods";
    public const byte Phone = 2;
    private const int Infringers = 200;

    /// <summary>Between a 503 and the next request.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Entry keys that all members share, so that their reports meet and entries get listed.</summary>
    private readonly byte[][] _keys = [.. Enumerable.Range(0, Infringers).Select(static _ => RandomNumberGenerator.GetBytes(32))];

    /// <summary>Runs until the connection ends or <paramref name="cancellationToken"/>; what was under way stays noted as doubtful.</summary>
    public Task RunAsync(Member member, CancellationToken cancellationToken) => Task.WhenAll(Task.Run(() => ReportAsync(member, cancellationToken), CancellationToken.None), Task.Run(() => AskAsync(member, cancellationToken), CancellationToken.None));

    public Asked Query() => new(JsonSerializer.SerializeToUtf8Bytes(
        new EvaluateRequest(Guid.NewGuid(), Purposes.SignUp, [new EvaluateGroup(List, 1, "phone", Base64Url.EncodeToString(elements))]), WireJson.Default.EvaluateRequest));

    private async Task ReportAsync(Member member, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            Filed report = member.DoubtfulReport = Report(member);
            try
            {
                if (await member.SendAsync(report) is { } answer)
                {
                    report.Receipt = answer.Receipt;
                    member.Acknowledged.Add(report);
                    member.DoubtfulReport = null;
                }
                else
                {
                    // Nothing was done, says the hub, and is held to it.
                    member.DoubtfulReport = null;
                    await Task.Delay(Pause, CancellationToken.None);
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                return;
            }
        }
    }

    private async Task AskAsync(Member member, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            Asked query = member.DoubtfulQuery = Query();
            try
            {
                if (await member.SendAsync(query) is { } answer)
                {
                    BrokenPromiseException.Unless(answer.Charged == Member.UnitsOfARequest, $"A new request was charged {answer.Charged} units.");
                    member.Charged += answer.Charged;
                    member.DoubtfulQuery = null;
                }
                else
                {
                    member.DoubtfulQuery = null;
                    await Task.Delay(Pause, CancellationToken.None);
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                return;
            }
        }
    }

    private Filed Report(Member member)
    {
        byte[][] keys = [.. Enumerable.Range(0, numbers.Next(1, 6)).Select(_ => _keys[numbers.Next(0, Infringers)]).Distinct()];
        byte[][] salts = [.. keys.Select(static _ => RandomNumberGenerator.GetBytes(32))];
        byte[] evidence = RandomNumberGenerator.GetBytes(32);
        ReportStatement statement = new()
        {
            Exchange = Exchange,
            Member = member.Slug,
            List = List,
            Epoch = 1,
            ReportId = Guid.NewGuid(),
            Category = Category.Counterfeit,
            Right = new byte[32],
            EvidenceType = EvidenceType.PlatformAdjudication,
            Observed = Month.Of(TimeProvider.System.GetUtcNow()),
            Basis = ReportBasis.OwnFinding,
            NoticeServed = false,
            Origin = ReportCommitments.Origin(member.Slug, new byte[32]),
            PolicyVersion = 1,
            Items = [.. keys.Select((key, index) => new ReportItem(Phone, ReportCommitments.Item(salts[index], TagOf(key), Phone, evidence), evidence))],
        };
        byte[] payload = statement.Encode();
        SignedBytes signed = new(Base64Url.EncodeToString(payload), Base64Url.EncodeToString(DetachedSignature.Sign(member.SigningKey, payload)));
        ReportRequest request = new(signed, [.. keys.Select((key, index) => new ReportSecret(Base64Url.EncodeToString(key), Base64Url.EncodeToString(salts[index])))]);
        return new Filed(statement.ReportId, SHA256.HashData(payload), keys.Length, JsonSerializer.SerializeToUtf8Bytes(request, WireJson.Default.ReportRequest));
    }

    private static Tag TagOf(byte[] key)
    {
        using EntryKey entry = EntryKey.Import(key);
        return entry.DeriveTag();
    }
}
