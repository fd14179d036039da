using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Members;
using BlacklistExchange.Server.OperatorConsole;
using Dapper;

namespace BlacklistExchange.Server.Tests.Members;

public sealed class EnrolmentTests : IDisposable
{
    private readonly ECDsa _tls = EcdsaKeys.Create();
    private readonly ECDsa _signing = EcdsaKeys.Create();

    public void Dispose()
    {
        _tls.Dispose();
        _signing.Dispose();
    }

    [Fact]
    public async Task Issues_a_certificate_with_which_the_member_is_served()
    {
        await using World world = await World.StartAsync();
        await AddEntityAsync(world, "market");
        EnrolledResponse enrolled = await EnrolAsync(world, Request("alpha"), declared: new() { [World.Kind] = 6_000 });
        Assert.Equal(("test-exchange", "alpha", "market", "member"), (enrolled.Bundle.Exchange, enrolled.Bundle.Member, enrolled.Bundle.Entity, enrolled.Bundle.Role));
        Assert.Equal(world.Hub.Host.Address(HubPort.Member), new Uri(enrolled.Bundle.HubUrl));
        BudgetSizeLine line = enrolled.Budgets.Single(static one => one.Kind == World.Kind);
        Assert.Equal((6_000, 24_000, 4_380_000), (line.Burst, line.Day, line.Epoch));
        Assert.Equal(456.6, line.YearsToSweep!.Value, 0.1);
        Assert.Equal(1_000_000, enrolled.Budgets.Single(static one => one.Kind == "resident-id").Epoch);

        using HttpClient http = Client(world, enrolled, _tls);
        ListInfo list = (await http.GetFromJsonAsync(Routes.Lists, WireJson.Default.ListsResponse))!.Lists.Single();
        Assert.Equal((World.List, 1), (list.Name, list.PolicyVersion));
        Assert.Equal(["phone", "resident-id"], list.Kinds.Order());
        Assert.Contains(Purposes.SignUp, list.Purposes);
        Assert.DoesNotContain(Purposes.Parcel, list.Purposes);
        Assert.Contains(new LadderRule("platform-adjudication", false, 2, "listed"), list.Ladder);
        Assert.Equal(4_380_000, (await World.BudgetAsync(http)).EpochTotal.Limit);
    }

    [Fact]
    public async Task Keeps_the_old_key_beside_the_new_until_it_is_revoked()
    {
        await using World world = await World.StartAsync();
        await AddEntityAsync(world, "market");
        EnrolledResponse first = await EnrolAsync(world, Request("alpha"));
        using HttpClient old = Client(world, first, _tls);
        using ECDsa next = EcdsaKeys.Create();
        EnrolledResponse second = await RenewAsync(world, EnrolmentRequest.Create("alpha", next, _signing));
        using HttpClient renewed = Client(world, second, next);
        Assert.Equal(HttpStatusCode.OK, (await old.GetAsync(Routes.Lists)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await renewed.GetAsync(Routes.Lists)).StatusCode);
        await RenewAsync(world, EnrolmentRequest.Create("alpha", next, _signing), revokeOld: true);
        await (await old.GetAsync(Routes.Lists)).ProblemAsync("certificate-revoked");
        Assert.Equal(HttpStatusCode.OK, (await renewed.GetAsync(Routes.Lists)).StatusCode);
        await RefusesAsync("conflict", () => RenewAsync(world, EnrolmentRequest.Create("alpha", _tls, _signing)));
    }

    [Fact]
    public async Task Takes_another_signing_key_only_when_told_to()
    {
        await using World world = await World.StartAsync();
        await AddEntityAsync(world, "market");
        await EnrolAsync(world, Request("alpha"));
        using ECDsa other = EcdsaKeys.Create();
        string request = EnrolmentRequest.Create("alpha", _tls, other);
        await RefusesAsync("conflict", () => RenewAsync(world, request));
        await RenewAsync(world, request, replaceSigningKey: true);
        Assert.Equal(other.ExportSubjectPublicKeyInfo(), world.Hub.Store.Read((connection, transaction) =>
            connection.QuerySingle<byte[]>("SELECT signing_key FROM member WHERE slug = 'alpha'", transaction: transaction)));
    }

    [Fact]
    public async Task Refuses_what_it_cannot_enrol_and_keeps_nothing_of_it()
    {
        await using World world = await World.StartAsync();
        await AddEntityAsync(world, "market");
        await RefusesAsync("not-found", () => EnrolAsync(world, Request("alpha"), entity: "nobody"));
        await RefusesAsync("invalid-enrolment-request", () => EnrolAsync(world, "-----BEGIN CERTIFICATE REQUEST-----"));
        await RefusesAsync("invalid-enrolment-request", () => EnrolAsync(world, Request("alpha")[..400]));
        await RefusesAsync("invalid-field", () => EnrolAsync(world, Request("alpha"), role: "owner"));
        await RefusesAsync("invalid-field", () => EnrolAsync(world, Request("alpha"), declared: new() { ["fax"] = 1 }));
        await EnrolAsync(world, Request("alpha"));
        await RefusesAsync("already-exists", () => EnrolAsync(world, Request("alpha")));
        await RefusesAsync("already-exists", () => EnrolAsync(world, Request("beta")));
        Assert.Equal(["alpha"], (await world.Hub.Operator.GetAsync("members", MembersJson.Default.MembersResponse, CancellationToken.None)).Members.Select(static one => one.Slug));
    }

    [Fact]
    public async Task Refuses_a_member_whose_budget_would_not_fit_the_hub_wide_one()
    {
        await using World world = await World.StartAsync();
        await world.SetBudgetAsync(null, hubWide: 5_000_000);
        await AddEntityAsync(world, "market");
        await AddEntityAsync(world, "rival");
        await EnrolAsync(world, Request("alpha"), declared: new() { [World.Kind] = 6_000 });
        using ECDsa tls = EcdsaKeys.Create();
        using ECDsa signing = EcdsaKeys.Create();
        string request = EnrolmentRequest.Create("beta", tls, signing);
        Problem problem = await RefusesAsync("budget-sum-exceeded", () => EnrolAsync(world, request, entity: "rival"));
        Assert.Contains("--hub-wide 5380000", problem.Detail, StringComparison.Ordinal);
        await EnrolAsync(world, request, entity: "rival", declared: new() { [World.Kind] = 800 });
        await RefusesAsync("budget-sum-exceeded", () => world.SetBudgetAsync("rival", epoch: 700_000));
        await world.SetBudgetAsync("rival", epoch: 620_000);
    }

    private static async Task<Problem> RefusesAsync(string type, Func<Task> call)
    {
        Problem problem = (await Assert.ThrowsAsync<OperatorRefusedException>(call)).Problem;
        Assert.Equal(Problem.TypePrefix + type, problem.Type);
        return problem;
    }

    private static Task<EntityResponse> AddEntityAsync(World world, string slug) => world.Hub.Operator.PostAsync(
        "entities", new AddEntityRequest(slug, "北京某某有限公司", "91110000MA0000000X"), MembersJson.Default.AddEntityRequest, MembersJson.Default.EntityResponse, CancellationToken.None);

    private static Task<EnrolledResponse> EnrolAsync(World world, string request, string entity = "market", string role = "member", Dictionary<string, int>? declared = null) =>
        world.Hub.Operator.PostAsync("members", new AddMemberRequest(request, entity, role, "marketplace", declared, 30),
            MembersJson.Default.AddMemberRequest, MembersJson.Default.EnrolledResponse, CancellationToken.None);

    private static Task<EnrolledResponse> RenewAsync(World world, string request, bool revokeOld = false, bool replaceSigningKey = false) => world.Hub.Operator.PostAsync(
        "members/alpha/renew", new RenewMemberRequest(request, 60, revokeOld, replaceSigningKey), MembersJson.Default.RenewMemberRequest, MembersJson.Default.EnrolledResponse, CancellationToken.None);

    private static HttpClient Client(World world, EnrolledResponse enrolled, ECDsa key)
    {
        using X509Certificate2 bare = X509Certificate2.CreateFromPem(enrolled.Bundle.Certificate);
        return world.Hub.Client(bare.CopyWithPrivateKey(key));
    }

    private string Request(string name) => EnrolmentRequest.Create(name, _tls, _signing);
}
