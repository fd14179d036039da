using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Evaluation;
using BlacklistExchange.Server.Tests.Engines;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BlacklistExchange.Server.Tests.Evaluation;

public sealed class ReplayTests
{
    [Fact]
    public async Task Answers_the_same_body_again_without_charge_and_with_a_fresh_proof_three_times()
    {
        await using World world = await World.StartAsync();
        HttpClient alpha = (await world.Hub.EnrolAsync("alpha")).Http;
        using BlindedBatch batch = World.Blind(await world.KeyAsync(alpha), 4);
        string body = World.Body(Purposes.SignUp, World.Group(batch));
        List<EvaluateResponse> answers = [];
        for (int round = 0; round < 4; round++)
        {
            answers.Add(await World.AnsweredAsync(World.SendAsync(alpha, body)));
        }
        Assert.Equal([4, 0, 0, 0], answers.Select(static answer => answer.Charged));
        Assert.Single(answers.Select(static answer => answer.Groups[0].Elements).Distinct());
        Assert.Equal(4, answers.Select(static answer => answer.Groups[0].Proof).Distinct().Count());
        await (await World.SendAsync(alpha, body)).ProblemAsync("request-spent");
        Assert.Equal(1_000_000 - 4, (await World.BudgetAsync(alpha)).EpochTotal.Remaining);
    }

    [Fact]
    public async Task Refuses_another_body_under_the_same_id_even_if_only_a_space_differs()
    {
        await using World world = await World.StartAsync();
        HttpClient alpha = (await world.Hub.EnrolAsync("alpha")).Http;
        HttpClient beta = (await world.Hub.EnrolAsync("beta")).Http;
        using BlindedBatch batch = World.Blind(await world.KeyAsync(alpha), 4);
        string body = World.Body(Purposes.SignUp, World.Group(batch));
        await World.AnsweredAsync(World.SendAsync(alpha, body));
        Problem problem = await (await World.SendAsync(alpha, body + " ")).ProblemAsync("request-id-reused");
        Assert.Equal("request_id", problem.Field);
        Assert.Equal(4, (await World.AnsweredAsync(World.SendAsync(beta, body + " "))).Charged);
    }

    [Fact]
    public async Task Charges_the_same_body_anew_after_the_window_and_forgets_old_ids()
    {
        await using World world = await World.StartAsync();
        HttpClient alpha = (await world.Hub.EnrolAsync("alpha")).Http;
        using BlindedBatch batch = World.Blind(await world.KeyAsync(alpha), 4);
        string body = World.Body(Purposes.SignUp, World.Group(batch));
        await World.AnsweredAsync(World.SendAsync(alpha, body));
        world.Hub.Time.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(0, (await World.AnsweredAsync(World.SendAsync(alpha, body))).Charged);
        world.Hub.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(4, (await World.AnsweredAsync(World.SendAsync(alpha, body))).Charged);
        ForgetRequests round = world.Hub.Host.Services.GetServices<IHostedService>().OfType<ForgetRequests>().Single();
        Assert.Equal(0, await round.RunAsync(CancellationToken.None));
        world.Hub.Time.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(1, await round.RunAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Keeps_no_answer_and_no_element()
    {
        await using World world = await World.StartAsync();
        HttpClient alpha = (await world.Hub.EnrolAsync("alpha")).Http;
        using BlindedBatch batch = World.Blind(await world.KeyAsync(alpha), 4);
        await World.AnsweredAsync(World.SendAsync(alpha, World.Body(Purposes.SignUp, World.Group(batch))));
        byte[] kept = world.Hub.Store.Read((connection, transaction) => connection.QuerySingle<byte[]>("SELECT body FROM evaluation_request", transaction: transaction));
        Assert.Equal(32, kept.Length);
        byte[] element = batch.BlindedElements[..32].ToArray();
        byte[] all = StoredBytes.Of(world.Hub);
        Assert.True(all.AsSpan().IndexOf(kept) >= 0, "the search does not even find the digest");
        Assert.True(all.AsSpan().IndexOf(element) < 0, "an element is in the database");
    }
}
