using System.Net;
using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Tests.Telemetry;
using BlacklistExchange.Server.Usage;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BlacklistExchange.Server.Tests.Usage;

/// <summary>The record that a report after a leaked key rests on.</summary>
public sealed class UseRecordTests
{
    [Fact]
    public async Task Counts_what_was_charged_exactly_and_no_repeat()
    {
        await using World world = await World.StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        EnrolledMember sister = await world.Hub.EnrolAsync("sister", entity: "alpha");
        using BlindedBatch batch = World.Blind(await world.KeyAsync(alpha.Http), 4);
        string body = World.Body(Purposes.SignUp, World.Group(batch), World.Group(batch));
        await World.AnsweredAsync(World.SendAsync(alpha.Http, body));
        await World.AnsweredAsync(World.SendAsync(alpha.Http, body));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => World.AnsweredAsync(World.SendAsync(alpha.Http, World.Body(Purposes.SignUp, World.Group(batch))))));
        await World.AnsweredAsync(World.SendAsync(sister.Http, World.Body(Purposes.SignUp, World.Group(batch))));
        Assert.Equal((21, 88), Use(world.Hub, "alpha"));
        Assert.Equal((1, 4), Use(world.Hub, "sister"));
        Assert.Equal(92, Number(world.Hub, "SELECT queried FROM budget_epoch_counter"));
        Assert.Equal(0, Number(world.Hub, "SELECT count(*) FROM member_usage WHERE hour % 3600 <> 0 OR refused <> 0"));
    }

    [Fact]
    public async Task Notes_what_a_budget_refused_beside_what_it_charged()
    {
        await using World world = await World.StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        await world.SetBudgetAsync("alpha", epoch: 4);
        using BlindedBatch batch = World.Blind(await world.KeyAsync(alpha.Http), 4);
        await World.AnsweredAsync(World.SendAsync(alpha.Http, World.Body(Purposes.SignUp, World.Group(batch))));
        await (await World.SendAsync(alpha.Http, World.Body(Purposes.SignUp, World.Group(batch)))).ProblemAsync("budget-exhausted");
        await (await World.SendAsync(alpha.Http, World.Body(Purposes.SignUp, World.Group(batch)))).ProblemAsync("budget-exhausted");
        await (await World.SendAsync(alpha.Http, World.Body("no-purpose", World.Group(batch)))).ProblemAsync("invalid-field");
        await WrittenAsync(world.Hub, "SELECT CAST(coalesce(sum(refused), 0) AS BIGINT) FROM member_usage", 2);
        Assert.Equal((1, 4), Use(world.Hub, "alpha"));
    }

    [Fact]
    public async Task Notes_which_key_came_from_where_and_who_was_turned_away()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        EnrolledMember alpha = await hub.EnrolAsync("alpha");
        Assert.Equal(HttpStatusCode.OK, (await alpha.Http.GetAsync(Routes.Lists)).StatusCode);
        await hub.Store.WriteAsync(static (connection, transaction) => connection.Execute("UPDATE member SET status = 'suspended'", transaction: transaction), CancellationToken.None);
        await (await hub.Client(alpha.Certificate).GetAsync(Routes.Lists)).ProblemAsync("member-suspended");
        await (await hub.Client(alpha.Certificate).GetAsync(Routes.Lists)).ProblemAsync("member-suspended");
        await WrittenAsync(hub, "SELECT CAST(coalesce(sum(refused), 0) AS BIGINT) FROM member_address", 2);
        (string Member, byte[] Certificate, string Address, long Requests) row = hub.Store.Read(static (connection, transaction) => connection.QuerySingle<(string, byte[], string, long)>(
            "SELECT member, certificate, address, requests FROM member_address", transaction: transaction));
        Assert.Equal(("alpha", "127.0.0.1", 1), (row.Member, row.Address, row.Requests));
        Assert.Equal(CallerGate.SpkiSha256(alpha.Certificate), row.Certificate);
    }

    [Fact]
    public async Task Counts_addresses_beyond_as_many_as_are_kept_as_one()
    {
        await using HubFixture hub = await HubFixture.StartAsync();
        string certificate = new('a', 64);
        await hub.Store.WriteAsync((connection, transaction) =>
        {
            for (int number = 0; number < UseSql.MaxAddresses + 5; number++)
            {
                UseSql.Seen(connection, transaction, new Sighting("alpha", certificate, $"10.0.{number / 250}.{number % 250}", true), 100 + number, 2);
            }
            UseSql.Seen(connection, transaction, new Sighting("alpha", certificate, "10.0.0.1", true), 9_000, 1);
            return true;
        }, CancellationToken.None);
        Assert.Equal(UseSql.MaxAddresses + 1, Number(hub, "SELECT count(*) FROM member_address"));
        Assert.Equal(10, Number(hub, "SELECT requests FROM member_address WHERE address = 'others'"));
        Assert.Equal(3, Number(hub, "SELECT requests FROM member_address WHERE address = '10.0.0.1' AND first_seen = 101 AND last_seen = 9000"));
    }

    [Fact]
    public async Task Counts_files_by_what_they_are_and_keeps_notes_over_a_stop()
    {
        await using BusyHub busy = await BusyHub.StartAsync();
        HttpClient alpha = busy.Hub.Client((await busy.Hub.EnrolAsync("beta")).Certificate);
        Assert.Equal(HttpStatusCode.OK, (await alpha.GetAsync("/v1/lists/goods/manifest")).StatusCode);
        foreach (string digest in busy.Hub.Store.Read(static (connection, transaction) => connection.Query<byte[]>("SELECT digest FROM snapshot_file WHERE kind = 2", transaction: transaction)).Select(Convert.ToHexStringLower))
        {
            using HttpRequestMessage head = new(HttpMethod.Head, $"/v1/files/{digest}") { Version = HttpVersion.Version20 };
            Assert.Equal(HttpStatusCode.OK, (await alpha.SendAsync(head)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await alpha.GetAsync($"/v1/files/{digest}")).StatusCode);
        }
        long files = Number(busy.Hub, "SELECT count(*) FROM snapshot_file WHERE kind = 2");
        await (await alpha.GetAsync($"/v1/files/{new string('0', 64)}")).ProblemAsync("not-found");
        await busy.Hub.RestartAsync();
        Assert.Equal((1, 0), Fetched(busy.Hub, "manifest"));
        Assert.Equal((files, 2 * files), Fetched(busy.Hub, "snapshot"));
    }

    [Fact]
    public async Task Forgets_what_is_older_than_it_is_kept_but_not_by_a_clock_that_was_set()
    {
        await using World world = await World.StartAsync(static options => options.Policy.AddressDays = 90);
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        using BlindedBatch batch = World.Blind(await world.KeyAsync(alpha.Http), 4);
        await World.AnsweredAsync(World.SendAsync(alpha.Http, World.Body(Purposes.SignUp, World.Group(batch))));
        await WrittenAsync(world.Hub, "SELECT count(*) FROM member_address", 1);
        ForgetUse forget = world.Hub.Host.Services.GetServices<IHostedService>().OfType<ForgetUse>().Single();
        world.Hub.Time.Step(TimeSpan.FromDays(400));
        Assert.Equal(0, await forget.RunAsync(CancellationToken.None));
        world.Hub.Time.Step(-TimeSpan.FromDays(400));
        world.Hub.Time.Advance(TimeSpan.FromDays(91));
        Assert.Equal(1, await forget.RunAsync(CancellationToken.None));
        Assert.Equal((0, 4), (Number(world.Hub, "SELECT count(*) FROM member_address"), Use(world.Hub, "alpha").Units));
        world.Hub.Time.Advance(TimeSpan.FromDays(91));
        Assert.Equal(1, await forget.RunAsync(CancellationToken.None));
        Assert.Equal(0, Number(world.Hub, "SELECT count(*) FROM member_usage"));
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("::1", "::1")]
    public void Keeps_of_an_address_what_tells_machines_apart(string address, string kept) => Assert.Equal(kept, Sightings.Coarse(IPAddress.Parse(address)));

    private static async Task WrittenAsync(HubFixture hub, string sql, long expected)
    {
        await hub.Host.Services.GetServices<IHostedService>().OfType<WriteUse>().Single().RunAsync(CancellationToken.None);
        await Answers.EventuallyAsync(() => Number(hub, sql) == expected, $"{sql} = {expected}");
    }

    private static (long Requests, long Units) Use(HubFixture hub, string member) => hub.Store.Read((connection, transaction) => connection.QuerySingle<(long, long)>(
        "SELECT CAST(coalesce(sum(requests), 0) AS BIGINT), CAST(coalesce(sum(units), 0) AS BIGINT) FROM member_usage WHERE member = @member", new { member }, transaction));

    private static (long Fetches, long Kinds) Fetched(HubFixture hub, string file) => hub.Store.Read((connection, transaction) => connection.QuerySingle<(long, long)>(
        "SELECT CAST(sum(fetches) AS BIGINT), CAST(sum(fetches * kind) AS BIGINT) FROM member_fetch WHERE member = 'beta' AND file = @file", new { file }, transaction));

    private static long Number(HubFixture hub, string sql) => hub.Store.Read((connection, transaction) => connection.ExecuteScalar<long>(sql, transaction: transaction));
}
