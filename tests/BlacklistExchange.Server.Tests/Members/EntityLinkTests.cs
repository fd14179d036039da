using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Members;
using BlacklistExchange.Server.OperatorConsole;

namespace BlacklistExchange.Server.Tests.Members;

public sealed class EntityLinkTests
{
    [Fact]
    public async Task Adds_up_what_both_tops_have_spent()
    {
        await using World world = await World.StartAsync();
        HttpClient alpha = (await world.Hub.EnrolAsync("alpha")).Http;
        HttpClient beta = (await world.Hub.EnrolAsync("beta")).Http;
        using BlindedBatch batch = World.Blind(await world.KeyAsync(alpha), 16);
        await World.AnsweredAsync(World.SendAsync(alpha, World.Body(Purposes.SignUp, World.Group(batch))));
        await World.AnsweredAsync(World.SendAsync(beta, World.Body(Purposes.SignUp, World.Group(batch))));
        EntityResponse linked = await LinkAsync(world, "alpha", "beta");
        Assert.Equal("beta", linked.Top);
        foreach (HttpClient member in (HttpClient[])[alpha, beta])
        {
            BudgetLine line = await World.BudgetAsync(member);
            Assert.Equal((1_000_000 - 32, 20_000 - 32), (line.EpochTotal.Remaining, line.Day.Remaining));
            Assert.InRange(line.Burst.Remaining, 4_096 - 32, 4_095);
        }
    }

    [Fact]
    public async Task Refuses_circles_and_entities_that_are_not_there()
    {
        await using World world = await World.StartAsync();
        foreach (string slug in (string[])["group", "market", "shop"])
        {
            await world.Hub.EnrolAsync(slug);
        }
        await LinkAsync(world, "shop", "market");
        await LinkAsync(world, "market", "group");
        foreach ((string child, string parent, string type) in ((string, string, string)[])[("group", "shop", "conflict"), ("shop", "shop", "conflict"), ("shop", "nobody", "not-found"), ("nobody", "shop", "not-found")])
        {
            OperatorRefusedException refused = await Assert.ThrowsAsync<OperatorRefusedException>(() => LinkAsync(world, child, parent));
            Assert.Equal(Problem.TypePrefix + type, refused.Problem.Type);
        }
        EntitiesResponse all = await world.Hub.Operator.GetAsync("entities", MembersJson.Default.EntitiesResponse, CancellationToken.None);
        Assert.All(all.Entities, static entity => Assert.Equal("group", entity.Top));
    }

    private static Task<EntityResponse> LinkAsync(World world, string child, string parent) => world.Hub.Operator.PostAsync(
        $"entities/{child}/parent", new LinkEntityRequest(parent), MembersJson.Default.LinkEntityRequest, MembersJson.Default.EntityResponse, CancellationToken.None);
}
