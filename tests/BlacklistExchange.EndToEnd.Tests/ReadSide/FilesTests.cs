using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Tests;

namespace BlacklistExchange.EndToEnd.Tests.ReadSide;

/// <summary>List files from ops/nginx/files.conf: the same answers as the hub's, nothing else, and a member that needs to trust none of it.</summary>
public sealed class FilesTests : IAsyncLifetime
{
    private RealWorld _world = null!;

    public async Task InitializeAsync()
    {
        _world = await RealWorld.StartAsync();
        await _world.PublishAsync();
        await (await _world.ClientAsync("court", role: "regulator")).ReportAsync(_world.Case(EvidenceType.CourtDecision, RealWorld.Phone("13912870365"), RealWorld.Phone("13824610357")));
        await _world.PublishAsync();
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [NginxFact]
    public async Task Returns_the_same_from_the_hub_and_from_nginx()
    {
        using Nginx nginx = Copied();
        string name = Longest();
        string tag = $"\"{name}\"";
        using HttpClient hub = (await _world.Hub.EnrolAsync("reader")).Http;
        using HttpClient cache = Http(nginx);
        (string Method, string Path, Action<HttpRequestHeaders> Adjust)[] requests =
        [
            ("GET", name, static _ => { }),
            ("HEAD", name, static _ => { }),
            ("GET", name, static headers => headers.Range = RangeHeaderValue.Parse("bytes=0-63")),
            ("HEAD", name, static headers => headers.Range = RangeHeaderValue.Parse("bytes=0-63")),
            ("GET", name, static headers => headers.Range = RangeHeaderValue.Parse("bytes=64-")),
            ("GET", name, static headers => headers.Range = RangeHeaderValue.Parse("bytes=-10")),
            ("GET", name, static headers => headers.Range = RangeHeaderValue.Parse("bytes=100-9999")),
            ("GET", name, static headers => headers.Range = RangeHeaderValue.Parse("bytes=192-")),
            ("GET", name, static headers => headers.Range = RangeHeaderValue.Parse("bytes=0-1,5-6")),
            ("GET", name, headers => With(headers, "bytes=64-", tag)),
            ("GET", name, static headers => With(headers, "bytes=64-", $"\"{new string('0', 64)}\"")),
            ("GET", name, headers => headers.IfNoneMatch.Add(new EntityTagHeaderValue(tag))),
            ("HEAD", name, headers => headers.IfNoneMatch.Add(new EntityTagHeaderValue(tag))),
            ("GET", name, headers => headers.Add("If-None-Match", $"\"other\", {tag}")),
            ("GET", name, static headers => headers.IfNoneMatch.Add(new EntityTagHeaderValue("\"other\""))),
            ("GET", name, static headers => headers.IfModifiedSince = DateTimeOffset.UnixEpoch.AddYears(90)),
            ("POST", name, static _ => { }),
            ("DELETE", name, static _ => { }),
            ("GET", new string('0', 64), static _ => { }),
            ("GET", new string('0', 64), static headers => headers.IfNoneMatch.Add(new EntityTagHeaderValue($"\"{new string('0', 64)}\""))),
            ("GET", name.ToUpperInvariant(), static _ => { }),
            ("GET", name[1..], static _ => { }),
            ("GET", name + "0", static _ => { }),
            ("GET", "", static _ => { }),
        ];
        HashSet<HttpStatusCode> seen = [];
        foreach ((string method, string path, Action<HttpRequestHeaders> adjust) in requests)
        {
            (HttpStatusCode status, string expected) = await AskAsync(hub, method, path, adjust);
            Assert.Equal(expected, (await AskAsync(cache, method, path, adjust)).Said);
            seen.Add(status);
        }
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.PartialContent, HttpStatusCode.NotModified, HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed, HttpStatusCode.RequestedRangeNotSatisfiable], seen.Order());
    }

    [NginxFact]
    public async Task Serves_nothing_but_files_by_their_digest_and_logs_no_name()
    {
        using Nginx nginx = Copied();
        string name = Longest();
        string gone = new('a', 64);
        foreach (string other in (string[])[name + ".tmp", "." + name, "hub.db", $".{name}.AbCdEf"])
        {
            File.Copy(Path.Combine(nginx.Files, name), Path.Combine(nginx.Files, other));
        }
        File.CreateSymbolicLink(Path.Combine(nginx.Files, gone), Path.Combine(nginx.Files, "hub.db"));
        using HttpClient http = Http(nginx);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync($"/v1/files/{name}")).StatusCode);
        string[] paths =
        [
            "/", "/v1", "/v1/files", "/v1/files/", $"/v1/files/{name}.tmp", $"/v1/files/.{name}", "/v1/files/hub.db", $"/v1/files/.{name}.AbCdEf", $"/{name}", $"/v1/files/{name}/",
            $"/v1/files/x/..%2f{name}x", "/v1/files/..%2f..%2fserver.key", "/v1/lists/goods/manifest", "/root.pem",
        ];
        foreach (string path in paths)
        {
            Assert.Equal((path, HttpStatusCode.NotFound), (path, (await http.GetAsync(path)).StatusCode));
        }
        Assert.NotEqual(HttpStatusCode.OK, (await http.GetAsync($"/v1/files/{gone}")).StatusCode);
        nginx.Stop();
        string log = nginx.Logged;
        Assert.Equal(paths.Length + 2, log.Split('\n').Count(static line => line.Contains(" GET ", StringComparison.Ordinal)));
        Assert.DoesNotContain(name, log, StringComparison.Ordinal);
        Assert.DoesNotContain(gone, log, StringComparison.Ordinal);
        Assert.DoesNotContain("files/", log, StringComparison.Ordinal);
    }

    [NginxTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Synchronises_from_the_cache_that_the_bundle_names(bool membersAlone)
    {
        using Nginx nginx = Copied(membersAlone);
        _world.Hub.Options.FilesUrl = nginx.Address.ToString();
        ExchangeProfile profile = await _world.EnrolAsync("alpha");
        Assert.Equal(nginx.Address, new Uri(profile.Bundle.FilesUrl!));
        // What the hub no longer has can come from the cache alone.
        Array.ForEach(Directory.GetFiles(_world.Hub.Folder.Snapshots), File.Delete);
        SyncReport report = await _world.Client(profile).SyncAsync();
        Assert.Equal((SyncOutcome.Updated, 2L), (report.Outcome, report.Entries));
        using HttpClient stranger = Http(nginx);
        Assert.Equal(membersAlone ? HttpStatusCode.BadRequest : HttpStatusCode.NotFound, (await stranger.GetAsync("/")).StatusCode);
    }

    [NginxTheory]
    [InlineData("false")]
    [InlineData("cut")]
    [InlineData("longer")]
    [InlineData("missing")]
    [InlineData("away")]
    [InlineData("another host")]
    public async Task Takes_from_the_hub_what_a_cache_falsifies_or_lacks(string fault)
    {
        using Nginx nginx = Copied();
        foreach (string path in Directory.GetFiles(nginx.Files))
        {
            await SpoilAsync(path, fault);
        }
        if (fault == "away")
        {
            nginx.Stop();
        }
        Uri address = fault == "another host" ? new UriBuilder(nginx.Address) { Host = "localhost" }.Uri : nginx.Address;
        ExchangeClient client = new(new ExchangeClientOptions { Profile = await _world.EnrolAsync("alpha"), List = World.List, OnUncertain = OnUncertain.FailClosed, FilesAddress = address }, timeProvider: _world.Hub.Time);
        await using (client)
        {
            SyncReport report = await client.SyncAsync();
            Assert.Equal((SyncOutcome.Updated, 2L), (report.Outcome, report.Entries));
            Assert.Equal(Verdict.Listed, (await client.QueryAsync(RealWorld.Phone("13912870365"), Purposes.SignUp)).Verdict);
        }
    }

    private static async Task SpoilAsync(string path, string fault)
    {
        byte[] bytes = await File.ReadAllBytesAsync(path);
        switch (fault)
        {
            case "false":
                bytes[^1] ^= 1;
                await File.WriteAllBytesAsync(path, bytes);
                break;
            case "cut":
                await File.WriteAllBytesAsync(path, bytes[..40]);
                break;
            case "longer":
                await File.WriteAllBytesAsync(path, [.. bytes, 0]);
                break;
            case "missing":
                File.Delete(path);
                break;
        }
    }

    private Nginx Copied(bool membersAlone = false)
    {
        Nginx nginx = Nginx.Serve(_world.Hub, membersAlone);
        foreach (string path in Directory.EnumerateFiles(_world.Hub.Folder.Snapshots))
        {
            File.Copy(path, Path.Combine(nginx.Files, Path.GetFileName(path)));
        }
        return nginx;
    }

    /// <summary>The digest of the file with the two entries, 192 bytes.</summary>
    private string Longest() => Path.GetFileName(Directory.EnumerateFiles(_world.Hub.Folder.Snapshots).Single(static path => new FileInfo(path).Length == 192));

    /// <summary>Somebody without a certificate.</summary>
    private HttpClient Http(Nginx nginx)
    {
        HttpClient http = _world.Hub.Client(certificate: null);
        http.BaseAddress = nginx.Address;
        return http;
    }

    private static void With(HttpRequestHeaders headers, string range, string ifRange)
    {
        headers.Range = RangeHeaderValue.Parse(range);
        headers.IfRange = new RangeConditionHeaderValue(ifRange);
    }

    /// <summary>Status, and for what is there also the headers a client acts on and the bytes; that ranges are accepted, nginx says beside a whole file alone.</summary>
    private static async Task<(HttpStatusCode Status, string Said)> AskAsync(HttpClient http, string method, string path, Action<HttpRequestHeaders> adjust)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), $"/v1/files/{path}") { Version = HttpVersion.Version20 };
        adjust(request.Headers);
        using HttpResponseMessage answer = await http.SendAsync(request);
        byte[] body = await answer.Content.ReadAsByteArrayAsync();
        string range = $"{answer.Content.Headers.ContentRange}";
        string said = $"{method} {path} {request.Headers} {(int)answer.StatusCode} {range}";
        return (answer.StatusCode, answer.StatusCode switch
        {
            HttpStatusCode.OK or HttpStatusCode.PartialContent => $"{said} {answer.Headers.ETag} {answer.Headers.CacheControl} {(answer.StatusCode == HttpStatusCode.OK ? answer.Headers.AcceptRanges : null)} {answer.Content.Headers.ContentLength} {answer.Content.Headers.ContentType} {answer.Content.Headers.LastModified} {Convert.ToHexString(SHA256.HashData(body))}",
            HttpStatusCode.NotModified => $"{said} {answer.Headers.ETag} {answer.Headers.CacheControl}",
            _ => said,
        });
    }
}
