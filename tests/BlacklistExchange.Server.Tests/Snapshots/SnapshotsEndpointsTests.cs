using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using BlacklistExchange.Protocol.Snapshots;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Snapshots;
using Dapper;

namespace BlacklistExchange.Server.Tests.Snapshots;

public sealed class SnapshotsEndpointsTests : IAsyncLifetime
{
    private HubFixture _hub = null!;
    private EnrolledMember _member = null!;
    private EnrolledMember _courier = null!;
    private EnrolledMember _regulator = null!;

    public async Task InitializeAsync()
    {
        _hub = await HubFixture.StartAsync(static options => options.Policy.SnapshotSeconds = 1);
        _member = await _hub.EnrolAsync("alpha");
        _courier = await _hub.EnrolAsync("swift", "courier", "courier");
        _regulator = await _hub.EnrolAsync("desk", "regulator", "public");
        using HttpClient operators = _hub.OperatorHttp();
        await OpenAsync(operators, "lists", """{"name":"brands","scope":"test","kinds":["phone"],"sectors":["marketplace"],"release_delay_seconds":0}""");
        await OpenAsync(operators, "lists/brands/epochs", """{"not_before":"now"}""");
        await AddEntriesAsync(30);
    }

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task Returns_the_signed_manifest_and_the_files_it_names()
    {
        Manifest manifest = await BuildAsync();
        Assert.Equal(("test-exchange", "brands", 1), (manifest.Exchange, manifest.List, manifest.PolicyVersion));
        ManifestFile file = Assert.Single(manifest.Files);
        using HttpResponseMessage answer = await _member.Http.GetAsync(PathOf(file.Digest));
        byte[] bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(file.Digest, SHA256.HashData(bytes));
        Assert.True(SnapshotReader.TryOpen(bytes, out SnapshotReader reader));
        Assert.Equal(30, reader.Count);
        Assert.Equal((HttpStatusCode.OK, (long)file.Length, "application/octet-stream"), (answer.StatusCode, answer.Content.Headers.ContentLength, answer.Content.Headers.ContentType!.MediaType));
        Assert.True(answer.Headers.CacheControl!.Private);
        Assert.Contains("immutable", answer.Headers.CacheControl.ToString(), StringComparison.Ordinal);
        Assert.Equal($"\"{Convert.ToHexStringLower(file.Digest)}\"", answer.Headers.ETag!.Tag);
        Assert.Equal("bytes", Assert.Single(answer.Headers.AcceptRanges));
    }

    [Theory]
    [InlineData("bytes=0-63", 0, 64)]
    [InlineData("bytes=64-127", 64, 64)]
    [InlineData("bytes=1000-", 1000, 984)]
    [InlineData("bytes=-10", 1974, 10)]
    [InlineData("bytes=1983-5000", 1983, 1)]
    public async Task Returns_the_range_asked_for(string range, int from, int length)
    {
        ManifestFile file = (await BuildAsync()).Files[0];
        byte[] whole = await _member.Http.GetByteArrayAsync(PathOf(file.Digest));
        using HttpResponseMessage answer = await GetAsync(file, request => request.Headers.Range = RangeHeaderValue.Parse(range));
        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal($"bytes {from}-{from + length - 1}/{whole.Length}", answer.Content.Headers.ContentRange!.ToString());
        Assert.Equal(whole.AsSpan(from, length).ToArray(), await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Refuses_a_range_beyond_the_file()
    {
        ManifestFile file = (await BuildAsync()).Files[0];
        using HttpResponseMessage answer = await GetAsync(file, static request => request.Headers.Range = RangeHeaderValue.Parse("bytes=1984-"));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, answer.StatusCode);
        Assert.Equal("bytes */1984", answer.Content.Headers.ContentRange!.ToString());
    }

    [Fact]
    public async Task Returns_the_whole_file_when_a_resumed_one_is_another_and_nothing_when_it_is_the_same()
    {
        ManifestFile file = (await BuildAsync()).Files[0];
        using HttpResponseMessage other = await GetAsync(file, static request =>
        {
            request.Headers.Range = RangeHeaderValue.Parse("bytes=64-");
            request.Headers.IfRange = new RangeConditionHeaderValue($"\"{new string('0', 64)}\"");
        });
        Assert.Equal((HttpStatusCode.OK, (long)file.Length), (other.StatusCode, other.Content.Headers.ContentLength));
        using HttpResponseMessage same = await GetAsync(file, request => request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(file.Digest)}\"")));
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
    }

    [Fact]
    public async Task Refuses_a_member_that_may_not_use_the_list_as_if_there_were_nothing()
    {
        ManifestFile file = (await BuildAsync()).Files[0];
        Assert.Equal("list", (await (await _courier.Http.GetAsync("/v1/lists/brands/manifest")).ProblemAsync("not-found")).Field);
        Problem known = await (await _courier.Http.GetAsync(PathOf(file.Digest))).ProblemAsync("not-found");
        Problem unknown = await (await _courier.Http.GetAsync(PathOf(new byte[32]))).ProblemAsync("not-found");
        Assert.Equal(unknown, known);
        Assert.Equal(HttpStatusCode.OK, (await _regulator.Http.GetAsync(PathOf(file.Digest))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _regulator.Http.GetAsync("/v1/lists/brands/manifest")).StatusCode);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("00000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("000000000000000000000000000000000000000000000000000000000000000G")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("..%2F..%2Fhub.db")]
    [InlineData("%2e%2e%2fhub.db")]
    [InlineData("..%5C..%5Chub.db")]
    [InlineData("%EF%BC%91000000000000000000000000000000000000000000000000000000000000000")]
    public async Task Refuses_names_that_are_no_digest(string name) =>
        await (await _member.Http.GetAsync($"/v1/files/{name}")).ProblemAsync("not-found");

    [Fact]
    public async Task Refuses_a_digest_in_capitals()
    {
        ManifestFile file = (await BuildAsync()).Files[0];
        await (await _member.Http.GetAsync($"/v1/files/{Convert.ToHexString(file.Digest)}")).ProblemAsync("not-found");
    }

    [Fact]
    public async Task Refuses_files_withdrawn_destroyed_or_lost()
    {
        ManifestFile file = (await BuildAsync()).Files[0];
        await WriteAsync("UPDATE epoch SET destroyed_at = 1");
        await (await _member.Http.GetAsync(PathOf(file.Digest))).ProblemAsync("not-found");
        await WriteAsync("UPDATE epoch SET destroyed_at = NULL");
        file = (await BuildAsync()).Files[0];
        Assert.Equal(HttpStatusCode.OK, (await _member.Http.GetAsync(PathOf(file.Digest))).StatusCode);
        await WriteAsync("UPDATE snapshot_file SET withdrawn_at = 1");
        await (await _member.Http.GetAsync(PathOf(file.Digest))).ProblemAsync("not-found");
        file = (await BuildAsync()).Files[0];
        File.Delete(Path.Combine(_hub.Folder.Snapshots, Convert.ToHexStringLower(file.Digest)));
        await (await _member.Http.GetAsync(PathOf(file.Digest))).ProblemAsync("not-found");
    }

    [Fact]
    public async Task Refuses_a_list_that_is_not_there_and_files_and_manifests_on_other_ports()
    {
        await (await _member.Http.GetAsync("/v1/lists/nothing/manifest")).ProblemAsync("not-found");
        using HttpClient operators = _hub.OperatorHttp();
        await (await operators.GetAsync("/v1/lists/brands/manifest")).ProblemAsync("unknown-route");
        using HttpClient anyone = _hub.Client(null, HubPort.Public);
        await (await anyone.GetAsync("/v1/lists/brands/manifest")).ProblemAsync("unknown-route");
        await (await _member.Http.PostAsync("/v1/lists/brands/manifest", Answers.Json("{}"))).ProblemAsync("method-not-allowed");
    }

    [Fact]
    public async Task Returns_changes_by_the_schedule_alone_and_a_delta_to_them()
    {
        Manifest before = await BuildAsync();
        await AddEntriesAsync(1);
        Manifest after = before;
        await Answers.EventuallyAsync(() => (after = ManifestAsync().GetAwaiter().GetResult()).Files is [{ Length: 64 + 31 * 64 }], "the new entry in a manifest");
        Assert.True(after.Sequence > before.Sequence);
        ManifestDelta delta = after.Files[0].Deltas[^1];
        byte[] bytes = await _member.Http.GetByteArrayAsync(PathOf(delta.Digest));
        byte[] start = await _member.Http.GetByteArrayAsync(PathOf(delta.Base));
        using MemoryStream result = new();
        Assert.True(Delta.TryApply(start, delta.Base, bytes, header => new SnapshotWriter(result, header), out byte[] digest));
        Assert.Equal(after.Files[0].Digest, digest);
    }

    [Fact]
    public async Task Keeps_the_sequence_rising_over_a_restart_that_finds_a_damaged_file()
    {
        Manifest before = await BuildAsync();
        await File.WriteAllBytesAsync(Path.Combine(_hub.Folder.Snapshots, Convert.ToHexStringLower(before.Files[0].Digest)), new byte[10]);
        await _hub.RestartAsync();
        _member = _member with { Http = _hub.Client(_member.Certificate) };
        Manifest after = await ManifestAsync();
        Assert.True(after.Sequence > before.Sequence);
        Assert.Equal(after.Files[0].Digest, SHA256.HashData(await _member.Http.GetByteArrayAsync(PathOf(after.Files[0].Digest))));
        Assert.Contains(_hub.Log.Lines, line => line.StartsWith("2702 ", StringComparison.Ordinal));
        Assert.DoesNotContain(_hub.Log.Lines, line => line.Contains(Convert.ToHexStringLower(before.Files[0].Digest), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Answers_503_while_the_folder_of_files_cannot_be_written_and_goes_on()
    {
        long before = (await AskAsync("brands")).Lists[0].Sequence;
        string folder = _hub.Folder.Snapshots;
        Directory.Move(folder, folder + ".away");
        OperatorRefusedException refused = await Assert.ThrowsAsync<OperatorRefusedException>(() => AskAsync("brands"));
        Assert.EndsWith(":store-unavailable", refused.Problem.Type, StringComparison.Ordinal);
        Directory.Move(folder + ".away", folder);
        Assert.True((await AskAsync("brands")).Lists[0].Sequence > before);
    }

    [Fact]
    public async Task Returns_what_a_build_did_and_refuses_one_of_no_list()
    {
        BuildSnapshotsResponse built = await AskAsync(null);
        BuiltListLine list = Assert.Single(built.Lists);
        BuiltFileLine file = Assert.Single(list.Files);
        Assert.Equal(("brands", "phone", 1u, 30, 64 + 30 * 64), (list.List, file.Kind, file.Epoch, file.Entries, file.Length));
        Assert.True((await AskAsync("brands")).Lists[0].Sequence > list.Sequence);
        OperatorRefusedException refused = await Assert.ThrowsAsync<OperatorRefusedException>(() => AskAsync("nothing"));
        Assert.Equal(("list", 404), (refused.Problem.Field, refused.Problem.Status));

        byte[] tag = await _hub.Store.ReadAsync(static (connection, transaction) => connection.ExecuteScalar<byte[]>("SELECT tag FROM entry LIMIT 1", transaction: transaction)!, CancellationToken.None);
        await AddEntryAsync([.. tag[..16], .. new byte[16]]);
        refused = await Assert.ThrowsAsync<OperatorRefusedException>(() => AskAsync("brands"));
        Assert.Equal(409, refused.Problem.Status);
        Assert.Contains("same 16 bytes", refused.Problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Returns_its_figures_to_the_operator()
    {
        await BuildAsync();
        using HttpClient operators = _hub.OperatorHttp();
        string text = await operators.GetStringAsync("/metrics");
        Assert.Contains("bex_snapshot_entries{epoch=\"1\",kind=\"phone\",list=\"brands\"} 30", text, StringComparison.Ordinal);
        Assert.Contains("bex_snapshot_size_bytes{epoch=\"1\",kind=\"phone\",list=\"brands\"} 1984", text, StringComparison.Ordinal);
        Assert.Contains("bex_snapshot_build_duration_seconds_count{", text, StringComparison.Ordinal);
        Assert.Contains("bex_manifest_age_seconds{list=\"brands\"}", text, StringComparison.Ordinal);
    }

    private static async Task OpenAsync(HttpClient operators, string path, string body)
    {
        using HttpResponseMessage answer = await operators.PostAsync("/v1/operator/" + path, Answers.Json(body));
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
    }

    private static string PathOf(byte[] digest) => $"/v1/files/{Convert.ToHexStringLower(digest)}";

    private async Task<HttpResponseMessage> GetAsync(ManifestFile file, Action<HttpRequestMessage> adjust)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, PathOf(file.Digest)) { Version = HttpVersion.Version20 };
        adjust(request);
        return await _member.Http.SendAsync(request);
    }

    private Task<BuildSnapshotsResponse> AskAsync(string? list) => _hub.Operator.PostAsync(
        "snapshots", new BuildSnapshotsRequest(list), SnapshotsJson.Default.BuildSnapshotsRequest, SnapshotsJson.Default.BuildSnapshotsResponse, CancellationToken.None);

    private async Task<Manifest> BuildAsync()
    {
        await AskAsync("brands");
        return await ManifestAsync();
    }

    private async Task<Manifest> ManifestAsync()
    {
        ManifestResponse answer = (await _member.Http.GetFromJsonAsync("/v1/lists/brands/manifest", WireJson.Default.ManifestResponse))!;
        byte[] payload = Base64Url.DecodeFromChars(answer.Manifest.Payload);
        Assert.True(DetachedSignature.Verify(_hub.Service<ExchangeSigner>().PublicKey, payload, Base64Url.DecodeFromChars(answer.Manifest.Signature)));
        Assert.True(Manifest.TryDecode(payload, out Manifest manifest));
        return manifest;
    }

    private async Task AddEntriesAsync(int count)
    {
        for (int index = 0; index < count; index++)
        {
            await AddEntryAsync(RandomNumberGenerator.GetBytes(32));
        }
    }

    private Task AddEntryAsync(byte[] tag) => WriteAsync("""
        INSERT INTO entry (list, epoch, kind, tag, state, sealed_label, label, wrapped_key, ring, visible_from, state_since, created_at, version)
        VALUES ('brands', 1, 2, @tag, 3, @sealedLabel, @label, @key, 1, 0, 0, 0, 1)
        """, new { tag, sealedLabel = RandomNumberGenerator.GetBytes(48), label = new byte[16], key = new byte[61] });

    private Task WriteAsync(string sql, object? values = null) => _hub.Store.WriteAsync((connection, transaction) => connection.Execute(sql, values, transaction), CancellationToken.None);
}
