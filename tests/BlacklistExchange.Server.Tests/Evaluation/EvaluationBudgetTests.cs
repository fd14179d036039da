using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Clock;
using BlacklistExchange.Server.Members;
using Dapper;

namespace BlacklistExchange.Server.Tests.Evaluation;

public sealed class EvaluationBudgetTests
{
    [Fact]
    public async Task Ends_exactly_at_the_limit_when_fifty_connections_race_for_the_last_unit()
    {
        const int Connections = 50;
        const int Limit = 1_000;
        await using World world = await World.StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        await world.SetBudgetAsync("alpha", burst: 1_000_000, day: 1_000_000, epoch: Limit);
        using BlindedBatch batch = World.Blind(await world.KeyAsync(alpha.Http), 4);
        EvaluateGroup group = World.Group(batch);
        HttpClient[] connections = [.. Enumerable.Range(0, Connections).Select(_ => world.Hub.Client(alpha.Certificate))];
        long[] charged = await Task.WhenAll(connections.Select(connection => DrainAsync(connection, group)));
        Assert.Equal(Limit, charged.Sum());
        Assert.Equal(0, (await World.BudgetAsync(alpha.Http)).EpochTotal.Remaining);
        Assert.Equal((Limit, Limit, Limit), world.Hub.Store.Read((connection, transaction) => connection.QuerySingle<(long, long, long)>("""
            SELECT e.queried, k.queried, k.evaluated FROM budget_epoch_counter AS e JOIN budget_key_counter AS k ON k.list = e.list AND k.kind = e.kind AND k.epoch = e.epoch
            """, transaction: transaction)));
        Assert.Equal(Limit / 4, world.Hub.Store.Read((connection, transaction) => connection.ExecuteScalar<long>("SELECT count(*) FROM evaluation_request", transaction: transaction)));
    }

    [Fact]
    public async Task Drains_one_member_to_zero_while_another_is_still_answered()
    {
        await using World world = await World.StartAsync();
        HttpClient alpha = (await world.Hub.EnrolAsync("alpha")).Http;
        HttpClient sister = (await world.Hub.EnrolAsync("sister", entity: "alpha")).Http;
        HttpClient beta = (await world.Hub.EnrolAsync("beta")).Http;
        await world.SetBudgetAsync("alpha", epoch: 8);
        using BlindedBatch batch = World.Blind(await world.KeyAsync(alpha), 4);
        EvaluateGroup group = World.Group(batch);
        await World.AnsweredAsync(World.SendAsync(alpha, World.Body(Purposes.SignUp, group)));
        await World.AnsweredAsync(World.SendAsync(sister, World.Body(Purposes.SignUp, group)));
        foreach (HttpClient drained in (HttpClient[])[alpha, sister])
        {
            Problem problem = await (await World.SendAsync(drained, World.Body(Purposes.SignUp, group))).ProblemAsync("budget-exhausted");
            Assert.Equal(("epoch", 0, null, "desk@example.test"), (problem.Counter, problem.Remaining!.Value, problem.RetryAt, problem.Contact));
        }
        Assert.Equal(4, (await World.AnsweredAsync(World.SendAsync(beta, World.Body(Purposes.SignUp, group)))).Charged);
    }

    [Fact]
    public async Task Charges_nothing_when_one_of_several_counters_refuses()
    {
        await using World world = await World.StartAsync();
        HttpClient alpha = (await world.Hub.EnrolAsync("alpha")).Http;
        await world.SetBudgetAsync("alpha", epoch: 0, kind: "resident-id");
        using BlindedBatch phones = World.Blind(await world.KeyAsync(alpha), 16);
        using BlindedBatch documents = World.Blind(await world.KeyAsync(alpha, kind: 3), 4);
        await (await World.SendAsync(alpha, World.Body(Purposes.SignUp, World.Group(phones), World.Group(documents, kind: "resident-id")))).ProblemAsync("budget-exhausted");
        BudgetLine line = await World.BudgetAsync(alpha);
        Assert.Equal((4_096, 20_000, 1_000_000), (line.Burst.Remaining, line.Day.Remaining, line.EpochTotal.Remaining));
        Assert.Equal(0, world.Hub.Store.Read((connection, transaction) => connection.ExecuteScalar<long>("SELECT count(*) FROM evaluation_request", transaction: transaction)));
    }

    [Fact]
    public async Task Says_when_burst_and_day_return_and_lets_them()
    {
        await using World world = await World.StartAsync();
        long start = world.Hub.Time.GetUtcNow().ToUnixTimeSeconds();
        // So that the hour below does not cross midnight.
        world.Hub.Time.Advance(TimeSpan.FromSeconds(BudgetRules.NextDay(start) - start + 60));
        HttpClient alpha = (await world.Hub.EnrolAsync("alpha")).Http;
        await world.SetBudgetAsync("alpha", burst: 16, day: 24);
        using BlindedBatch batch = World.Blind(await world.KeyAsync(alpha), 16);
        EvaluateGroup group = World.Group(batch);
        await World.AnsweredAsync(World.SendAsync(alpha, World.Body(Purposes.SignUp, group)));
        HttpResponseMessage refused = await World.SendAsync(alpha, World.Body(Purposes.SignUp, group));
        Assert.NotNull(refused.Headers.RetryAfter?.Delta);
        Problem burst = await refused.ProblemAsync("budget-exhausted");
        Assert.Equal("burst", burst.Counter);
        world.Hub.Time.Advance(TimeSpan.FromHours(1));
        Problem day = await (await World.SendAsync(alpha, World.Body(Purposes.SignUp, group))).ProblemAsync("budget-exhausted");
        long now = world.Hub.Time.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal(("day", 8, BudgetRules.NextDay(now)), (day.Counter, day.Remaining, day.RetryAt));
        world.Hub.Time.Advance(TimeSpan.FromSeconds(day.RetryAt!.Value - now + 1));
        Assert.Equal(16, (await World.AnsweredAsync(World.SendAsync(alpha, World.Body(Purposes.SignUp, group)))).Charged);
    }

    [Fact]
    public async Task Spends_a_grant_first_and_only_until_it_ends()
    {
        await using World world = await World.StartAsync();
        HttpClient alpha = (await world.Hub.EnrolAsync("alpha")).Http;
        await world.SetBudgetAsync("alpha", burst: 4, day: 4, epoch: 4);
        await world.Hub.Operator.PostAsync("budgets/grants", new GrantBudgetRequest("alpha", World.List, World.Kind, 20, "+2h", "sale"),
            MembersJson.Default.GrantBudgetRequest, MembersJson.Default.BudgetsResponse, CancellationToken.None);
        Assert.Equal((24, 24), ((await World.BudgetAsync(alpha)).EpochTotal.Limit, (await World.BudgetAsync(alpha)).Burst.Remaining));
        using BlindedBatch batch = World.Blind(await world.KeyAsync(alpha), 16);
        using BlindedBatch small = World.Blind(await world.KeyAsync(alpha), 4);
        await World.AnsweredAsync(World.SendAsync(alpha, World.Body(Purposes.SignUp, World.Group(batch))));
        Assert.Equal(8, (await World.BudgetAsync(alpha)).EpochTotal.Remaining);
        Problem more = await (await World.SendAsync(alpha, World.Body(Purposes.SignUp, World.Group(batch)))).ProblemAsync("budget-exhausted");
        Assert.Equal(8, more.Remaining);
        world.Hub.Time.Advance(TimeSpan.FromHours(3));
        Assert.Equal(4, (await World.BudgetAsync(alpha)).EpochTotal.Remaining);
        await World.AnsweredAsync(World.SendAsync(alpha, World.Body(Purposes.SignUp, World.Group(small))));
        await (await World.SendAsync(alpha, World.Body(Purposes.SignUp, World.Group(small)))).ProblemAsync("budget-exhausted");
    }

    [Fact]
    public async Task Stops_at_the_hub_wide_budget_without_saying_what_others_spent()
    {
        await using World world = await World.StartAsync();
        HttpClient alpha = (await world.Hub.EnrolAsync("alpha")).Http;
        await world.SetBudgetAsync("alpha", epoch: 4);
        await world.SetBudgetAsync(null, hubWide: 4);
        await world.Hub.Operator.PostAsync("budgets/grants", new GrantBudgetRequest("alpha", World.List, World.Kind, 1_000, "+1d", "screening"),
            MembersJson.Default.GrantBudgetRequest, MembersJson.Default.BudgetsResponse, CancellationToken.None);
        using BlindedBatch batch = World.Blind(await world.KeyAsync(alpha), 4);
        await World.AnsweredAsync(World.SendAsync(alpha, World.Body(Purposes.SignUp, World.Group(batch))));
        Problem problem = await (await World.SendAsync(alpha, World.Body(Purposes.SignUp, World.Group(batch)))).ProblemAsync("budget-exhausted");
        Assert.Equal(("hub", null), (problem.Counter, problem.Remaining));
    }

    [Fact]
    public async Task Refuses_renewals_without_reports_to_renew_whatever_else_is_left()
    {
        await using World world = await World.StartAsync();
        HttpClient alpha = (await world.Hub.EnrolAsync("alpha")).Http;
        using BlindedBatch batch = World.Blind(await world.KeyAsync(alpha), 4);
        Problem problem = await (await World.SendAsync(alpha, World.Body(Purposes.Renewal, World.Group(batch)))).ProblemAsync("budget-exhausted");
        Assert.Equal(("epoch", 0), (problem.Counter, problem.Remaining));
    }

    [Fact]
    public async Task Charges_nothing_while_the_clock_has_stepped_and_goes_on_when_it_is_accepted()
    {
        await using World world = await World.StartAsync();
        HttpClient alpha = (await world.Hub.EnrolAsync("alpha")).Http;
        using BlindedBatch batch = World.Blind(await world.KeyAsync(alpha), 4);
        world.Hub.Time.Step(TimeSpan.FromDays(1));
        await (await World.SendAsync(alpha, World.Body(Purposes.SignUp, World.Group(batch)))).ProblemAsync("clock-stepped");
        Assert.Equal(0, world.Hub.Store.Read((connection, transaction) => connection.ExecuteScalar<long>("SELECT count(*) FROM budget_epoch_counter", transaction: transaction)));
        await world.Hub.Operator.PostAsync("clock/accept", new AcceptClockRequest("checked"), ClockJson.Default.AcceptClockRequest, ClockJson.Default.ClockResponse, CancellationToken.None);
        await World.AnsweredAsync(World.SendAsync(alpha, World.Body(Purposes.SignUp, World.Group(batch))));
    }

    private static async Task<long> DrainAsync(HttpClient connection, EvaluateGroup group)
    {
        for (long charged = 0; ; charged += 4)
        {
            HttpResponseMessage response = await World.SendAsync(connection, World.Body(Purposes.SignUp, group));
            if (!response.IsSuccessStatusCode)
            {
                Assert.Equal("epoch", (await response.ProblemAsync("budget-exhausted")).Counter);
                return charged;
            }
        }
    }
}
