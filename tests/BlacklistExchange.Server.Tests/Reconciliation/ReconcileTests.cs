using System.CommandLine;
using System.Net;
using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Members;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Reconciliation;
using BlacklistExchange.Server.Restoration;
using BlacklistExchange.Server.Snapshots;
using BlacklistExchange.Server.Tests.Engines;
using BlacklistExchange.Server.Tests.Restoration;
using Dapper;

namespace BlacklistExchange.Server.Tests.Reconciliation;

/// <summary>A hub that was restored, and the operator who says what is lost.</summary>
public sealed class ReconcileTests
{
    private const string NoRefund = """
        SELECT (SELECT count(*) FROM budget_counter) + (SELECT count(*) FROM budget_epoch_counter) + (SELECT count(*) FROM budget_key_counter) + (SELECT count(*) FROM restoration_floor)
            + (SELECT count(*) FROM audit WHERE verb = 'reconcile')
        """;

    [Fact]
    public async Task Spends_every_budget_until_the_operator_opens_it_again()
    {
        await using World world = await World.StartAsync();
        HttpClient alpha = (await world.Hub.EnrolAsync("alpha")).Http;
        using BlindedBatch batch = World.Blind(await world.KeyAsync(alpha), 4);
        await world.Hub.Operator.PostAsync("budgets/grants", new GrantBudgetRequest("alpha", World.List, World.Kind, 400, "+7d", "before"), MembersJson.Default.GrantBudgetRequest, MembersJson.Default.BudgetsResponse, CancellationToken.None);
        await World.AnsweredAsync(World.SendAsync(alpha, World.Body(Purposes.SignUp, World.Group(batch))));
        await RestoredStateTests.RestoreAsync(world.Hub);
        ReconcileResponse done = await ReconcileAsync(world.Hub, new ReconcileRequest(DryRun: false, null, null));
        Assert.Equal(new SpentBudgets(2, 2, 2, 0, 1), done.Spent);
        using HttpClient member = world.Hub.Client((await world.Hub.EnrolAsync("beta", entity: "alpha")).Certificate);
        BudgetLine left = await World.BudgetAsync(member);
        Assert.Equal((0, 0), (left.Day.Remaining, left.EpochTotal.Remaining));
        Assert.Equal("day", (await (await World.SendAsync(member, World.Body(Purposes.SignUp, World.Group(batch)))).ProblemAsync("budget-exhausted")).Counter);
        // The next day gives nothing: the epoch is spent too, and a grant passes it but not what all share.
        world.Hub.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal("epoch", (await (await World.SendAsync(member, World.Body(Purposes.SignUp, World.Group(batch)))).ProblemAsync("budget-exhausted")).Counter);
        await world.Hub.Operator.PostAsync("budgets/grants", new GrantBudgetRequest("alpha", World.List, World.Kind, 4, "+7d", "after"), MembersJson.Default.GrantBudgetRequest, MembersJson.Default.BudgetsResponse, CancellationToken.None);
        Assert.Equal("hub", (await (await World.SendAsync(member, World.Body(Purposes.SignUp, World.Group(batch)))).ProblemAsync("budget-exhausted")).Counter);
        await world.SetBudgetAsync(null, hubWide: 30_000_000);
        Assert.Equal(4, (await World.AnsweredAsync(World.SendAsync(member, World.Body(Purposes.SignUp, World.Group(batch))))).Charged);
        Assert.Equal("epoch", (await (await World.SendAsync(member, World.Body(Purposes.SignUp, World.Group(batch)))).ProblemAsync("budget-exhausted")).Counter);
        // What may have been asked of the key since the backup counts against its margin.
        Assert.Equal(20_000_004, world.Hub.Store.Read(static (connection, transaction) => connection.ExecuteScalar<long>("SELECT evaluated FROM budget_key_counter WHERE kind = 2", transaction: transaction)));
    }

    [Fact]
    public async Task Jumps_over_the_numbers_of_lost_manifests_and_epochs()
    {
        await using World world = await World.StartAsync();
        await world.Hub.EnrolAsync("alpha");
        await world.Hub.Service<BuildManifest>().RunAsync(World.List, always: true, CancellationToken.None);
        await RestoredStateTests.RestoreAsync(world.Hub, TimeSpan.FromHours(1));
        ReconcileResponse done = await ReconcileAsync(world.Hub, new ReconcileRequest(DryRun: false, [new SeenNumbers("lost", 5_000_000_000, 3)], null));
        Assert.Equal([World.List, "lost", "*"], done.Lists.Select(static list => list.List));
        Assert.InRange(done.Lists[0].NextSequence, 370_000, 370_000 + 100 * 60);
        BuiltManifest built = await world.Hub.Service<BuildManifest>().RunAsync(World.List, always: true, CancellationToken.None);
        Assert.InRange((long)built.Manifest.Sequence, done.Lists[0].NextSequence, done.Lists[0].NextSequence + 5);
        Assert.Equal((4, 4), (done.Lists[0].NextEpoch, (await world.OpenEpochAsync("now")).Epoch));
        Assert.Equal(5_000_000_001, done.Lists[1].NextSequence);
        foreach ((string name, ReconciledList told) in new[] { ("lost", done.Lists[1]), ("anything", done.Lists[2]) })
        {
            await world.AddListAsync(name);
            Assert.Equal(told.NextEpoch, (await world.OpenEpochAsync("now", name)).Epoch);
            Assert.InRange((long)(await world.Hub.Service<BuildManifest>().RunAsync(name, always: true, CancellationToken.None)).Manifest.Sequence, told.NextSequence, told.NextSequence + 5);
        }
    }

    [Fact]
    public async Task Revokes_again_what_was_revoked_and_writes_down_who_said_so()
    {
        await using World world = await World.StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        EnrolledMember beta = await world.Hub.EnrolAsync("beta");
        string key = Convert.ToHexStringLower(CallerGate.SpkiSha256(beta.Certificate));
        await RestoredStateTests.RestoreAsync(world.Hub);
        ReconcileResponse done = await ReconcileAsync(world.Hub, new ReconcileRequest(DryRun: false, null, ["alpha", key, "alpha"]));
        Assert.Equal(["member/alpha", $"member/beta/key/{key}"], done.Revoked);
        await (await world.Hub.Client(alpha.Certificate).GetAsync(Routes.Lists)).ProblemAsync("certificate-revoked");
        await (await world.Hub.Client(beta.Certificate).GetAsync(Routes.Lists)).ProblemAsync("certificate-revoked");
        IReadOnlyList<(string, string)> lines = world.Hub.Store.Read(static (connection, transaction) =>
            connection.Query<(string, string)>("SELECT actor, target FROM audit WHERE verb = 'reconcile' ORDER BY id", transaction: transaction).AsList());
        Assert.Equal([("olivia", "member/alpha"), ("olivia", $"member/beta/key/{key}"), ("olivia", "restoration")], lines);
        await (await PostAsync(world.Hub, """{"dry_run":false}""")).ProblemAsync("conflict");
    }

    [Fact]
    public async Task Changes_nothing_when_asked_what_it_would_do_or_when_it_refuses()
    {
        await using World world = await World.StartAsync();
        await (await PostAsync(world.Hub, """{"dry_run":false}""")).ProblemAsync("conflict");
        await world.Hub.EnrolAsync("alpha");
        await RestoredStateTests.RestoreAsync(world.Hub);
        ReconcileResponse plan = await ReconcileAsync(world.Hub, new ReconcileRequest(DryRun: true, null, ["alpha"]));
        Assert.Equal((false, "member/alpha"), (plan.Done, plan.Revoked.Single()));
        Assert.Equal("revoke", (await (await PostAsync(world.Hub, """{"dry_run":false,"revoke":["alpha","nobody"]}""")).ProblemAsync("not-found")).Field);
        Assert.Equal("revoke", (await (await PostAsync(world.Hub, $$"""{"dry_run":false,"revoke":["{{new string('a', 64)}}"]}""")).ProblemAsync("not-found")).Field);
        foreach (string seen in new[] { "Goods\",\"sequence\":1", "goods\",\"sequence\":-1", "goods\",\"sequence\":9007199254740993", "goods\",\"sequence\":1,\"epoch\":0},{\"list\":\"goods\",\"sequence\":2" })
        {
            Assert.Equal("seen", (await (await PostAsync(world.Hub, $$"""{"dry_run":false,"seen":[{"list":"{{seen}},"epoch":0}]}""")).ProblemAsync("invalid-field")).Field);
        }
        world.Hub.Time.Step(TimeSpan.FromDays(2));
        await (await PostAsync(world.Hub, """{"dry_run":false}""")).ProblemAsync("clock-stepped");
        world.Hub.Time.Step(-TimeSpan.FromDays(2));
        Assert.Equal(0, world.Hub.Store.Read(static (connection, transaction) => connection.ExecuteScalar<long>(NoRefund, transaction: transaction)));
        Assert.True(world.Hub.Service<RestoredState>().IsReadOnly);
        await ReconcileAsync(world.Hub, new ReconcileRequest(DryRun: false, null, null));
        Assert.InRange(world.Hub.Store.Read(static (connection, transaction) => connection.ExecuteScalar<long>(NoRefund, transaction: transaction)), 8, 20);
        Assert.False(world.Hub.Service<RestoredState>().IsReadOnly);
    }

    [Fact]
    public async Task Says_what_it_does_and_what_comes_next_from_the_command_line()
    {
        await using World world = await World.StartAsync();
        await RunAsync(world.Hub, 1, "Refused (conflict)", "--yes");
        await RestoredStateTests.RestoreAsync(world.Hub);
        await RunAsync(world.Hub, 0, "Would be revoked: nobody.", "--dry-run");
        await RunAsync(world.Hub, 2, "Nothing was changed. Do it with --yes.");
        await RunAsync(world.Hub, 2, "give one of them", "--yes", "--dry-run");
        await RunAsync(world.Hub, 2, "is not LIST:SEQUENCE", "--yes", "--seen", "goods");
        await RunAsync(world.Hub, 0, "7,000,001", "--dry-run", "--seen", "goods:7000000");
        await RunAsync(world.Hub, 0, "bex report --resend", "--yes", "--seen", "goods:7000000:5");
        Assert.Equal(7, (await world.OpenEpochAsync("now")).Epoch);
    }

    [PostgresFact]
    public async Task Lets_every_node_take_changes_again()
    {
        await using World world = await World.StartAsync(await HubFixture.StartAsync(TestDatabase.Migrated(PostgresCluster.Shared)));
        await using HubFixture other = await world.Hub.NeighbourAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        await RestoredStateTests.MarkAsync(world.Hub);
        await Answers.EventuallyAsync(() => other.Service<RestoredState>().IsReadOnly && world.Hub.Service<RestoredState>().IsReadOnly, "both nodes see the restoration");
        await ReconcileAsync(other, new ReconcileRequest(DryRun: false, null, null));
        Assert.False(other.Service<RestoredState>().IsReadOnly);
        await Answers.EventuallyAsync(() => !world.Hub.Service<RestoredState>().IsReadOnly, "the other node sees that it is reconciled");
        using BlindedBatch batch = World.Blind(await world.KeyAsync(alpha.Http), 4);
        await (await World.SendAsync(alpha.Http, World.Body(Purposes.SignUp, World.Group(batch)))).ProblemAsync("budget-exhausted");
    }

    internal static Task<ReconcileResponse> ReconcileAsync(HubFixture hub, ReconcileRequest request) => hub.Operator.PostAsync(
        "reconcile", request, ReconciliationJson.Default.ReconcileRequest, ReconciliationJson.Default.ReconcileResponse, CancellationToken.None);

    private static async Task<HttpResponseMessage> PostAsync(HubFixture hub, string body)
    {
        using HttpClient operators = hub.OperatorHttp();
        HttpResponseMessage answer = await operators.PostAsync("/v1/operator/reconcile", Answers.Json(body));
        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
        await answer.Content.LoadIntoBufferAsync();
        return answer;
    }

    private static async Task RunAsync(HubFixture hub, int code, string expected, params string[] arguments)
    {
        RootCommand root = new("test") { ReconcileCommand.Create() };
        root.Options.Add(ConsoleOptions.Data);
        root.Options.Add(ConsoleOptions.Operator);
        root.Options.Add(ConsoleOptions.Json);
        using StringWriter output = new();
        int ended = await root.Parse(["reconcile", .. arguments, "--data", hub.Folder.Path]).InvokeAsync(new InvocationConfiguration { Output = output, Error = output });
        Assert.True(ended == code && output.ToString().Contains(expected, StringComparison.Ordinal), $"{string.Join(' ', arguments)} ended with {ended}:\n{output}");
        Assert.All(code == 0 ? output.ToString().Split('\n') : [], static line => Assert.True(TextWidth.Of(line) <= 80, line));
    }
}
