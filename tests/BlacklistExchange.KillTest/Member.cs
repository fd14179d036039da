using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.KillTest;

/// <summary>One member: its keys, its connection to the hub of the moment, and the book it keeps on what the hub has acknowledged.</summary>
internal sealed class Member : IDisposable
{
    public const int UnitsOfARequest = 4;

    private readonly ECDsa _tls = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _signing = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private MemberBundle _bundle = null!;
    private X509Certificate2 _certificate = null!;
    private HttpClient _http = null!;

    public Member(string slug) => Slug = slug;

    public string Slug { get; }

    public ECDsa SigningKey => _signing;

    /// <summary>Reports with a receipt.</summary>
    public List<Filed> Acknowledged { get; } = [];

    /// <summary>The report that was under way when the connection ended.</summary>
    public Filed? DoubtfulReport { get; set; }

    /// <summary>The evaluation that was under way when the connection ended.</summary>
    public Asked? DoubtfulQuery { get; set; }

    /// <summary>Units of evaluations that were answered.</summary>
    public long Charged { get; set; }

    /// <summary>How often the hub asked to come again, by route and problem.</summary>
    public ConcurrentDictionary<string, int> Passed { get; } = new(StringComparer.Ordinal);

    /// <summary>The longest that an answer took since this was set to nothing.</summary>
    public TimeSpan Longest { get; set; }

    public byte[] ExchangeKey => Base64Url.DecodeFromChars(_bundle.ExchangeKey);

    public async Task EnrolAsync(HubProcess hub)
    {
        _bundle = await hub.EnrolAsync(Slug, EnrolmentRequest.Create(Slug, _tls, _signing));
        using X509Certificate2 bare = X509Certificate2.CreateFromPem(_bundle.Certificate);
        _certificate = bare.CopyWithPrivateKey(_tls);
    }

    /// <summary>Fresh connections to a hub that has just started.</summary>
    public void Connect(Uri hub)
    {
        _http?.Dispose();
        X509ChainPolicy trust = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        trust.CustomTrustStore.Add(X509Certificate2.CreateFromPem(_bundle.RootCertificate));
        SslClientAuthenticationOptions tls = new()
        {
            EnabledSslProtocols = SslProtocols.Tls13,
            CertificateChainPolicy = trust,
            ClientCertificateContext = SslStreamCertificateContext.Create(_certificate, null, offline: true),
        };
        _http = new HttpClient(new SocketsHttpHandler { SslOptions = tls, UseProxy = false })
        {
            BaseAddress = hub,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    /// <summary>The receipt's payload, verified against what was sent, and whether the hub says that it is new; null when the hub asks to come again.</summary>
    public async Task<(byte[] Receipt, bool IsNew)?> SendAsync(Filed report)
    {
        using HttpResponseMessage answer = await PostAsync(Routes.Reports, report.Body);
        if (await IsPassingAsync(answer))
        {
            return null;
        }
        SignedBytes signed = (await ReadAsync(answer, WireJson.Default.ReportResponse)).Receipt;
        byte[] payload = Base64Url.DecodeFromChars(signed.Payload);
        bool verifies = DetachedSignature.Verify(ExchangeKey, payload, Base64Url.DecodeFromChars(signed.Signature));
        BrokenPromiseException.Unless(
            verifies && Receipt.TryDecode(payload, out Receipt receipt) && receipt.ReportId == report.Id && receipt.StatementDigest.AsSpan().SequenceEqual(report.Digest) && receipt.Items.Count == report.Items,
            $"The receipt of report {report.Id} does not verify or is for another report.");
        return (payload, answer.StatusCode == HttpStatusCode.Created);
    }

    /// <summary>What the hub has charged; null when it asks to come again.</summary>
    public async Task<EvaluateResponse?> SendAsync(Asked query)
    {
        using HttpResponseMessage answer = await PostAsync(Routes.Evaluate, query.Body);
        return await IsPassingAsync(answer) ? null : await ReadAsync(answer, WireJson.Default.EvaluateResponse);
    }

    /// <summary>Units of the epoch that are gone.</summary>
    public async Task<long> UsedAsync()
    {
        BudgetLine line = (await GetAsync(Routes.Budget, WireJson.Default.BudgetResponse)).Budgets.Single(static line => line.List == Load.List && line.Epoch == 1);
        return line.EpochTotal.Limit - line.EpochTotal.Remaining;
    }

    public async Task<byte[]> ManifestAsync(string list)
    {
        SignedBytes signed = (await GetAsync(Routes.Manifest.Replace("{list}", list, StringComparison.Ordinal), WireJson.Default.ManifestResponse)).Manifest;
        byte[] payload = Base64Url.DecodeFromChars(signed.Payload);
        BrokenPromiseException.Unless(DetachedSignature.Verify(ExchangeKey, payload, Base64Url.DecodeFromChars(signed.Signature)), "The manifest's signature does not verify.");
        return payload;
    }

    /// <summary>The key that the exchange has published for the list's first epoch.</summary>
    public async Task<JointKey> KeyAsync(string list)
    {
        EpochsResponse epochs = await GetAsync(Routes.Epochs.Replace("{list}", list, StringComparison.Ordinal), WireJson.Default.EpochsResponse);
        BrokenPromiseException.Unless(EpochDescriptor.TryDecode(Base64Url.DecodeFromChars(epochs.Epochs[0].Payload), out EpochDescriptor descriptor), "The epoch's descriptor cannot be read.");
        DescriptorKind kind = descriptor.Kinds.Single();
        BrokenPromiseException.Unless(
            JointKey.TryCreate(Ciphersuite.Ristretto255Sha512, kind.Threshold, [.. kind.Holders.Select(static holder => new HolderKey(holder.Index, holder.PublicKey))], kind.JointPublicKey, out JointKey? key, out _),
            "The epoch's key cannot be read.");
        return key!;
    }

    public void Dispose()
    {
        _http?.Dispose();
        _certificate?.Dispose();
        _tls.Dispose();
        _signing.Dispose();
    }

    private async Task<HttpResponseMessage> PostAsync(string route, byte[] body)
    {
        using ByteArrayContent content = new(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        long start = TimeProvider.System.GetTimestamp();
        HttpResponseMessage answer = await _http.PostAsync(route, content);
        TimeSpan took = TimeProvider.System.GetElapsedTime(start);
        Longest = took > Longest ? took : Longest;
        return answer;
    }

    private async Task<T> GetAsync<T>(string route, JsonTypeInfo<T> type)
    {
        using HttpResponseMessage answer = await _http.GetAsync(route);
        return await ReadAsync(answer, type);
    }

    private async Task<bool> IsPassingAsync(HttpResponseMessage answer)
    {
        if (answer.StatusCode is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests))
        {
            return false;
        }
        Problem problem = JsonSerializer.Deserialize(await answer.Content.ReadAsByteArrayAsync(), WireJson.Default.Problem)!;
        Passed.AddOrUpdate($"{answer.RequestMessage!.RequestUri!.AbsolutePath} {problem.Type[Problem.TypePrefix.Length..]}", 1, static (_, count) => count + 1);
        return true;
    }

    private async Task<T> ReadAsync<T>(HttpResponseMessage answer, JsonTypeInfo<T> type)
    {
        string body = await answer.Content.ReadAsStringAsync();
        BrokenPromiseException.Unless(answer.IsSuccessStatusCode, $"{Slug}: {answer.RequestMessage!.RequestUri!.AbsolutePath} was answered {(int)answer.StatusCode}: {body}");
        return JsonSerializer.Deserialize(body, type)!;
    }
}
