using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Lists;
using BlacklistExchange.Server.OperatorConsole;

namespace BlacklistExchange.Server.Tests.Lists;

public sealed class AddListTests
{
    private static readonly PolicyMessage Default = PolicyRules.Write(DefaultPolicy.Value);

    private static readonly (AddListRequest Request, string Type, string Field)[] Bad =
    [
        (Sound() with { Name = "G" }, "invalid-field", "name"),
        (Sound() with { Name = World.List }, "already-exists", "name"),
        (Sound() with { Scope = " " }, "invalid-field", "scope"),
        (Sound() with { Kinds = [] }, "invalid-field", "kinds"),
        (Sound() with { Kinds = ["phone", "fax"] }, "invalid-field", "kinds[1]"),
        (Sound() with { Kinds = ["phone", "phone"] }, "invalid-field", "kinds"),
        (Sound() with { Sectors = [] }, "invalid-field", "sectors"),
        (Sound() with { Sectors = ["retail", "a,b"] }, "invalid-field", "sectors[1]"),
        (Sound() with { ReleaseDelaySeconds = 86_401 }, "invalid-field", "release_delay_seconds"),
        (Sound() with { EpochDays = 89 }, "invalid-field", "epoch_days"),
        (Sound() with { OverlapDays = 0 }, "invalid-field", "overlap_days"),
        (Sound() with { HubWide = 0 }, "invalid-field", "hub_wide"),
        (Sound() with { Policy = Default with { Ladder = [] } }, "invalid-field", "policy.ladder"),
        (Sound() with { Policy = Default with { Ladder = [new LadderRule("rumour", false, 1, "watch")] } }, "invalid-field", "policy.ladder[0].evidence"),
        (Sound() with { Policy = Default with { Ladder = [new LadderRule("court-decision", false, 0, "listed")] } }, "invalid-field", "policy.ladder[0].origins"),
        (Sound() with { Policy = Default with { Ladder = [new LadderRule("court-decision", false, 1, "blocked")] } }, "invalid-field", "policy.ladder[0].outcome"),
        (Sound() with { Policy = Default with { Ladder = [new LadderRule("rights-holder-notice", true, 5, "listed")] } }, "invalid-field", "policy.ladder[0].outcome"),
        (Sound() with { Policy = Default with { Ladder = [new LadderRule("algorithmic-detection", false, 9, "listed")] } }, "invalid-field", "policy.ladder[0].outcome"),
        (Sound() with { Policy = Default with { Ladder = [.. Default.Ladder, Default.Ladder[0]] } }, "invalid-field", $"policy.ladder[{Default.Ladder.Count}]"),
        (Sound() with { Policy = Default with { ExpiryDays = new Dictionary<string, int> { ["patent"] = 9 } } }, "invalid-field", "policy.expiry_days"),
        (Sound() with { Policy = Default with { ExpiryDays = new Dictionary<string, int> { ["patent"] = 0 } } }, "invalid-field", "policy.expiry_days.patent"),
        (Sound() with { Policy = Default with { Purposes = [new PurposeRule("owner", "sign-up")] } }, "invalid-field", "policy.purposes[0].role"),
        (Sound() with { Policy = Default with { Purposes = [new PurposeRule("member", "curiosity")] } }, "invalid-field", "policy.purposes[0].purpose"),
        (Sound() with { Policy = Default with { Purposes = [new PurposeRule("member", "sign-up", Kind: "fax")] } }, "invalid-field", "policy.purposes[0].kind"),
    ];

    [Fact]
    public async Task Keeps_the_policy_it_was_given_and_refuses_each_fault_by_its_field()
    {
        await using World world = await World.StartAsync();
        foreach ((AddListRequest request, string type, string field) in Bad)
        {
            OperatorRefusedException refused = await Assert.ThrowsAsync<OperatorRefusedException>(() => AddAsync(world, request));
            Assert.Equal((Problem.TypePrefix + type, field), (refused.Problem.Type, refused.Problem.Field));
        }
        AddListRequest strict = Sound() with
        {
            Sectors = ["retail"],
            ReleaseDelaySeconds = 0,
            Policy = Default with { Ladder = [new LadderRule("court-decision", false, 1, "listed")], Purposes = [new PurposeRule("member", "sign-up", Sector: "retail", Kind: "phone")] },
        };
        await AddAsync(world, strict);
        ListResponse kept = await world.Hub.Operator.GetAsync("lists/sound", ListsJson.Default.ListResponse, CancellationToken.None);
        Assert.Equal(strict.Policy!.Ladder, kept.Policy.Ladder);
        Assert.Equal(strict.Policy.Purposes, kept.Policy.Purposes);
        Assert.Equal(strict.Policy.ExpiryDays.OrderBy(static pair => pair.Key), kept.Policy.ExpiryDays.OrderBy(static pair => pair.Key));
        Assert.Equal((0, 365, 30, "ristretto255-SHA512"), (kept.ReleaseDelaySeconds, kept.EpochDays, kept.OverlapDays, kept.Suite));
        Assert.Equal(2, (await world.Hub.Operator.GetAsync("lists", ListsJson.Default.AllListsResponse, CancellationToken.None)).Lists.Count);
    }

    [Fact]
    public async Task Delays_new_entries_by_a_day_unless_told_otherwise()
    {
        await using World world = await World.StartAsync();
        Assert.Equal(86_400, (await AddAsync(world, Sound())).ReleaseDelaySeconds);
    }

    private static AddListRequest Sound() => new("sound", "Counterfeit goods", ["phone", "uscc"]);

    private static Task<ListResponse> AddAsync(World world, AddListRequest request) =>
        world.Hub.Operator.PostAsync("lists", request, ListsJson.Default.AddListRequest, ListsJson.Default.ListResponse, CancellationToken.None);
}
