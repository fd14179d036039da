using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Lists;

namespace BlacklistExchange.Server.Tests.Lists;

public sealed class PurposeRulesTests
{
    [Theory]
    [InlineData("member", Purposes.SignUp, true)]
    [InlineData("member", Purposes.Parcel, false)]
    [InlineData("courier", Purposes.Parcel, true)]
    [InlineData("courier", Purposes.Payout, false)]
    [InlineData("rights-holder", Purposes.Report, true)]
    [InlineData("rights-holder", Purposes.Renewal, true)]
    [InlineData("rights-holder", Purposes.SignUp, false)]
    [InlineData("rights-holder", Purposes.Investigation, false)]
    [InlineData("regulator", Purposes.Appeal, true)]
    [InlineData("regulator", "curiosity", false)]
    [InlineData("stranger", Purposes.SignUp, false)]
    public void Returns_what_the_default_policy_lets_a_role_ask(string role, string purpose, bool allowed) =>
        Assert.Equal(allowed, PurposeRules.Allows(DefaultPolicy.Value.Purposes, role, "marketplace", "phone", purpose));

    [Fact]
    public void Lets_the_most_specific_grant_decide()
    {
        PurposeGrant[] grants =
        [
            new("member", "*", "*", "sign-up", true),
            new("member", "travel", "*", "sign-up", false),
            new("member", "*", "phone", "sign-up", true),
            new("member", "travel", "bank-card", "sign-up", true),
        ];
        Assert.True(PurposeRules.Allows(grants, "member", "retail", "email", "sign-up"));
        Assert.False(PurposeRules.Allows(grants, "member", "travel", "email", "sign-up"));
        Assert.True(PurposeRules.Allows(grants, "member", "travel", "phone", "sign-up"));
        Assert.True(PurposeRules.Allows(grants, "member", "travel", "bank-card", "sign-up"));
    }

    [Theory]
    [InlineData("*", "member", "retail", true)]
    [InlineData("retail,travel", "member", "travel", true)]
    [InlineData("retail,travel", "member", "courier", false)]
    [InlineData("retail", "regulator", "government", true)]
    public void Opens_a_list_to_its_sectors(string sectors, string role, string sector, bool open) => Assert.Equal(open, PurposeRules.MayUse(sectors, role, sector));
}
