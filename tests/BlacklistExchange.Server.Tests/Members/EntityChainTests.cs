using BlacklistExchange.Server.Members;

namespace BlacklistExchange.Server.Tests.Members;

public sealed class EntityChainTests
{
    private static readonly Dictionary<string, string> Parents = new() { ["shop"] = "market", ["market"] = "group", ["parcel"] = "group" };

    [Theory]
    [InlineData("shop", "group")]
    [InlineData("parcel", "group")]
    [InlineData("group", "group")]
    [InlineData("stranger", "stranger")]
    public void Returns_the_top_of_the_chain(string slug, string top) => Assert.Equal(top, EntityChain.Top(Parents, slug));

    [Theory]
    [InlineData("group", "shop", true)]
    [InlineData("market", "market", true)]
    [InlineData("group", "stranger", false)]
    [InlineData("parcel", "shop", false)]
    public void Refuses_an_entity_as_its_own_ancestor(string child, string parent, bool cycle) => Assert.Equal(cycle, EntityChain.WouldCycle(Parents, child, parent));

    [Fact]
    public void Returns_the_whole_family()
    {
        Assert.Equal(["group", "market", "parcel", "shop"], EntityChain.Below(Parents, "group").Order());
        Assert.Equal(["stranger"], EntityChain.Below(Parents, "stranger"));
    }
}
