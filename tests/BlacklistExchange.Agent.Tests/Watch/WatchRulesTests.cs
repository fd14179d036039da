using BlacklistExchange.Agent.Checks;
using BlacklistExchange.Agent.Watch;

namespace BlacklistExchange.Agent.Tests.Watch;

/// <summary>What is news and what is not.</summary>
public sealed class WatchRulesTests
{
    [Theory]
    [InlineData("none", "not-listed", "none", null)]
    [InlineData("none", "listed", "listed", "none listed")]
    [InlineData("listed", "not-listed", "disputed", "listed disputed")]
    [InlineData("disputed", "not-listed", "watch", "disputed watch")]
    [InlineData("listed", "stale", "listed", null)]
    [InlineData("listed", "unsure", "none", null)]
    [InlineData(null, "not-listed", "none", null)]
    [InlineData(null, "listed", "listed", "unknown listed")]
    [InlineData(null, "unsure", "none", null)]
    public void Returns_what_the_caller_should_hear(string? before, string verdict, string standing, string? heard)
    {
        WatchedApplicant watched = new("c-1", "h", before, before is null ? null : "none", false);
        (WatchedApplicant after, IReadOnlyList<Agent.Events.EventMessage> news) = WatchRules.Match(watched, Answer(verdict, standing, "none", false));
        Assert.Equal(heard, news.Select(static one => $"{one.From} {one.To}").SingleOrDefault());
        Assert.Equal(verdict is "stale" or "unsure" ? before : standing, after.Standing);
        Assert.Empty(WatchRules.Match(after, Answer(verdict, standing, "none", false)).News);
    }

    [Fact]
    public void Returns_a_change_of_strength_and_an_ageing_handle_once()
    {
        WatchedApplicant watched = new("c-1", "h", "listed", "weak", false);
        (WatchedApplicant after, IReadOnlyList<Agent.Events.EventMessage> news) = WatchRules.Match(watched, Answer("listed", "listed", "strong", true));
        Assert.Equal(["listing-changed listed listed", "handle-ageing  "], news.Select(static one => $"{one.Type} {one.From} {one.To}"));
        Assert.Empty(WatchRules.Match(after, Answer("listed", "listed", "strong", true)).News);
    }

    private static CheckAnswer Answer(string verdict, string standing, string strength, bool needsRefresh) => new()
    {
        Verdict = verdict, Strength = strength, ShouldRefuse = false, Explanation = "", NeedsRefresh = needsRefresh,
        Identifiers = [new IdentifierAnswer { Verdict = verdict, Standing = standing, Explanation = "", Flags = [] }],
    };
}
