using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Members;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Tests.Engines;
using Dapper;

namespace BlacklistExchange.Server.Tests.Members;

public sealed class EmergencyTests : IDisposable
{
    private readonly ECDsa _tls = EcdsaKeys.Create();
    private readonly ECDsa _signing = EcdsaKeys.Create();
    private readonly string _code = EmergencyCode.Create();

    public void Dispose()
    {
        _tls.Dispose();
        _signing.Dispose();
    }

    [Fact]
    public async Task Suspends_the_member_and_ends_its_keys_and_its_open_connection()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        using HttpClient alpha = Client(hub, await EnrolAsync(hub), _tls);
        Assert.Equal(HttpStatusCode.OK, (await alpha.GetAsync(Routes.Lists)).StatusCode);

        EmergencyResponse answer = await SaidAsync(hub, _code.ToLowerInvariant());

        Assert.Equal(("alpha", "suspended"), (answer.Member, answer.Status));
        MemberResponse member = await MemberAsync(hub);
        Assert.Equal("suspended", member.Status);
        Assert.All(member.Certificates, static line => Assert.Equal("revoked", line.Status));
        await Answers.EventuallyAsync(() => hub.Log.Lines.Any(static line => line.StartsWith("1200 connections-ended", StringComparison.Ordinal)), "the end of the open connection");
        Assert.Contains("alpha", Assert.Single(hub.Log.Lines, static line => line.StartsWith("2100 member-emergency", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.DoesNotContain(hub.Log.Lines, line => line.Contains(_code, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(1, Audited(hub));
        Assert.Equal(answer, await SaidAsync(hub, _code));
        Assert.Equal(1, Audited(hub));
        Assert.Single(hub.Log.Lines, static line => line.StartsWith("2100 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Comes_back_by_a_renewal_with_a_new_key_and_a_reinstatement_and_the_used_code_is_spent()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        await EnrolAsync(hub);
        await SaidAsync(hub, _code);
        using ECDsa next = EcdsaKeys.Create();
        string nextCode = EmergencyCode.Create();
        await Assert.ThrowsAsync<OperatorRefusedException>(() => RenewAsync(hub, _tls, nextCode));
        EnrolledResponse renewed = await RenewAsync(hub, next, nextCode);
        await hub.Operator.PostAsync("members/alpha/reinstate", new ChangeMemberRequest("new keys"), MembersJson.Default.ChangeMemberRequest, MembersJson.Default.MemberResponse, CancellationToken.None);
        using HttpClient alpha = Client(hub, renewed, next);
        Assert.Equal(HttpStatusCode.OK, (await alpha.GetAsync(Routes.Lists)).StatusCode);
        await (await SayAsync(hub, "alpha", _code)).ProblemAsync("emergency-refused");
        Assert.Equal("active", (await MemberAsync(hub)).Status);
        Assert.Equal("suspended", (await SaidAsync(hub, nextCode)).Status);
    }

    /// <summary>Renewed without another code, as by a program that makes none.</summary>
    [Fact]
    public async Task Refuses_a_used_code_once_the_member_is_back_and_keeps_an_unused_one_through_a_renewal()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        await EnrolAsync(hub);
        using ECDsa second = EcdsaKeys.Create();
        using ECDsa third = EcdsaKeys.Create();
        await RenewAsync(hub, second, code: null);
        await SaidAsync(hub, _code);
        await RenewAsync(hub, third, code: null);
        Assert.Equal("suspended", (await SaidAsync(hub, _code)).Status);
        await hub.Operator.PostAsync("members/alpha/reinstate", new ChangeMemberRequest("back"), MembersJson.Default.ChangeMemberRequest, MembersJson.Default.MemberResponse, CancellationToken.None);
        await (await SayAsync(hub, "alpha", _code)).ProblemAsync("emergency-refused");
        Assert.Contains((await MemberAsync(hub)).Certificates, static line => line.Status == "active");
    }

    [Fact]
    public async Task Answers_the_same_for_a_wrong_code_and_a_member_that_there_is_not()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        await EnrolAsync(hub);
        await hub.EnrolAsync("codeless");
        string other = EmergencyCode.Create();
        HttpResponseMessage[] answers = [await SayAsync(hub, "alpha", other), await SayAsync(hub, "nobody", other), await SayAsync(hub, "codeless", other)];
        string[] bodies = await Task.WhenAll(answers.Select(static answer => answer.Content.ReadAsStringAsync()));
        Assert.All(answers, static answer => Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode));
        Assert.Single(bodies.Distinct());
        Assert.Equal("active", (await MemberAsync(hub)).Status);
    }

    [Fact]
    public async Task Keeps_no_code_in_the_database_and_takes_no_flood_of_guesses()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        await EnrolAsync(hub);
        byte[] digest = hub.Store.Read(static (connection, transaction) => connection.QuerySingle<byte[]>("SELECT digest FROM member_emergency", transaction: transaction));
        Assert.Equal(EmergencyCode.Digest("alpha", _code), digest);
        HttpResponseMessage answer;
        int guesses = 0;
        do
        {
            answer = await SayAsync(hub, "alpha", EmergencyCode.Create());
        }
        while (answer.StatusCode == HttpStatusCode.Forbidden && ++guesses < 1_000);
        await answer.ProblemAsync("too-many-requests");
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    /// <summary>A revoked member stays revoked; a suspended one only loses its keys.</summary>
    [Theory]
    [InlineData("suspend", "suspended")]
    [InlineData("revoke", "revoked")]
    public async Task Ends_the_keys_of_a_member_that_was_stopped_before_and_changes_no_status(string verb, string status)
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        await EnrolAsync(hub);
        await (verb == "suspend"
            ? hub.Operator.PostAsync("members/alpha/suspend", new ChangeMemberRequest("asked"), MembersJson.Default.ChangeMemberRequest, MembersJson.Default.MemberResponse, CancellationToken.None)
            : hub.Operator.PostAsync("members/alpha/revoke", new RevokeMemberRequest("stand", "left"), MembersJson.Default.RevokeMemberRequest, MembersJson.Default.MemberResponse, CancellationToken.None));
        Assert.Equal(status, (await SaidAsync(hub, _code)).Status);
        MemberResponse member = await MemberAsync(hub);
        Assert.Equal(status, member.Status);
        Assert.All(member.Certificates, static line => Assert.Equal("revoked", line.Status));
    }

    [PostgresFact]
    public async Task Ends_the_members_connections_on_every_node()
    {
        await using HubFixture first = await HubFixture.StartAsync(TestDatabase.Migrated(PostgresCluster.Shared));
        await using HubFixture second = await first.NeighbourAsync();
        using HttpClient alpha = Client(second, await EnrolAsync(first), _tls);
        Assert.Equal(HttpStatusCode.OK, (await alpha.GetAsync(Routes.Lists)).StatusCode);
        await SaidAsync(first, _code);
        await Answers.EventuallyAsync(() => second.Log.Lines.Any(static line => line.StartsWith("1200 connections-ended", StringComparison.Ordinal)), "the end of the connection on the other node");
    }

    private static int Audited(HubFixture hub) => hub.Store.Read(static (connection, transaction) =>
        connection.ExecuteScalar<int>("SELECT count(*) FROM audit WHERE verb = 'member emergency' AND actor = 'alpha' AND target = 'member/alpha'", transaction: transaction));

    private static async Task<MemberResponse> MemberAsync(HubFixture hub) =>
        (await hub.Operator.GetAsync("members", MembersJson.Default.MembersResponse, CancellationToken.None)).Members.Single(static member => member.Slug == "alpha");

    private static Task<HttpResponseMessage> SayAsync(HubFixture hub, string member, string code) => hub.Client(null, HubPort.Public).PostAsync(
        new Uri(Routes.Emergency, UriKind.Relative), Answers.Json(JsonSerializer.Serialize(new EmergencyRequest(member, code), WireJson.Default.EmergencyRequest)));

    private static async Task<EmergencyResponse> SaidAsync(HubFixture hub, string code)
    {
        HttpResponseMessage answer = await SayAsync(hub, "alpha", code);
        string body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        return JsonSerializer.Deserialize(body, WireJson.Default.EmergencyResponse)!;
    }

    private async Task<EnrolledResponse> EnrolAsync(HubFixture hub)
    {
        await hub.Operator.PostAsync("entities", new AddEntityRequest("market", "Market", "r"), MembersJson.Default.AddEntityRequest, MembersJson.Default.EntityResponse, CancellationToken.None);
        return await hub.Operator.PostAsync("members", new AddMemberRequest(EnrolmentRequest.Create("alpha", _tls, _signing, _code), "market", "member", "marketplace", null, 30),
            MembersJson.Default.AddMemberRequest, MembersJson.Default.EnrolledResponse, CancellationToken.None);
    }

    private Task<EnrolledResponse> RenewAsync(HubFixture hub, ECDsa key, string? code) => hub.Operator.PostAsync(
        "members/alpha/renew", new RenewMemberRequest(EnrolmentRequest.Create("alpha", key, _signing, code), 60), MembersJson.Default.RenewMemberRequest, MembersJson.Default.EnrolledResponse, CancellationToken.None);

    private static HttpClient Client(HubFixture hub, EnrolledResponse enrolled, ECDsa key)
    {
        using X509Certificate2 bare = X509Certificate2.CreateFromPem(enrolled.Bundle.Certificate);
        return hub.Client(bare.CopyWithPrivateKey(key));
    }
}
