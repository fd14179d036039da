using System.Text.Json;
using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Members;
using Dapper;

namespace BlacklistExchange.EndToEnd.Tests.Certificates;

/// <summary>A member renews its certificate while a client of it goes on asking: no query of it fails, through the import and through the end of the old key.</summary>
public sealed class MemberRenewalTests : IAsyncLifetime
{
    private RealWorld _world = null!;

    public async Task InitializeAsync()
    {
        _world = await RealWorld.StartAsync();
        await _world.PublishAsync();
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Answers_every_query_while_the_certificate_is_renewed_and_the_old_key_ends()
    {
        ExchangeProfile profile = await _world.EnrolAsync("alpha");
        ExchangeClient client = _world.Client(profile);
        await client.SyncAsync();
        using CancellationTokenSource done = new();
        int asked = 0;
        Task<Verdict[]>[] queries = [.. Enumerable.Range(0, 3).Select(lane => Task.Run(async () =>
        {
            List<Verdict> verdicts = [];
            for (int number = 0; !done.IsCancellationRequested; number++)
            {
                verdicts.Add((await client.QueryAsync(Phone(lane, number), Purposes.SignUp)).Verdict);
                Interlocked.Increment(ref asked);
            }
            return verdicts.ToArray();
        }))];

        await MoreAsync();
        EnrolledResponse renewed = await RenewAsync(profile.CreateRenewalRequest());
        await MoreAsync();
        ExchangeProfile.Open(profile.Directory).Import(JsonSerializer.Serialize(renewed.Bundle, WireJson.Default.MemberBundle), timeProvider: _world.Hub.Time);
        await MoreAsync();
        await EndOldKeyAsync();
        await MoreAsync();
        await done.CancelAsync();

        Verdict[] verdicts = [.. (await Task.WhenAll(queries)).SelectMany(static one => one)];
        Assert.All(verdicts, static verdict => Assert.Equal(Verdict.NotListed, verdict));

        async Task MoreAsync()
        {
            int before = Volatile.Read(ref asked);
            while (Volatile.Read(ref asked) < before + 12)
            {
                Assert.DoesNotContain(queries, static one => one.IsFaulted);
                await Task.Delay(20);
            }
        }
    }

    [Fact]
    public async Task Goes_on_with_downloads_under_the_new_certificate()
    {
        ExchangeProfile profile = await _world.EnrolAsync("alpha");
        ExchangeClient client = _world.Client(profile);
        await client.SyncAsync();
        EnrolledResponse renewed = await RenewAsync(profile.CreateRenewalRequest());
        ExchangeProfile.Open(profile.Directory).Import(JsonSerializer.Serialize(renewed.Bundle, WireJson.Default.MemberBundle), timeProvider: _world.Hub.Time);
        await EndOldKeyAsync();
        await _world.PublishAsync();

        await client.SyncAsync();
        Assert.Equal(Verdict.NotListed, (await client.QueryAsync(Phone(0, 0), Purposes.SignUp)).Verdict);
    }

    private Task<EnrolledResponse> RenewAsync(string request)
    {
        // Later than the enrolment, and too soon for the client to look at its folder by itself.
        _world.Hub.Time.Advance(TimeSpan.FromSeconds(2));
        return _world.Hub.Operator.PostAsync("members/alpha/renew", new RenewMemberRequest(request), MembersJson.Default.RenewMemberRequest, MembersJson.Default.EnrolledResponse, CancellationToken.None);
    }

    /// <summary>As an operator ends a leaked key: on live connections too.</summary>
    private async Task EndOldKeyAsync() => Assert.Equal(1, await _world.Hub.Store.WriteAsync((connection, transaction) => connection.Execute("""
        UPDATE member_certificate SET status = 'revoked'
        WHERE member = 'alpha' AND created_at < (SELECT max(created_at) FROM member_certificate WHERE member = 'alpha')
        """, transaction: transaction), CancellationToken.None));

    private static Identifier Phone(int lane, int number) => RealWorld.Phone($"{13_912_870_365L + lane * 100_003 + number * 17}");
}
