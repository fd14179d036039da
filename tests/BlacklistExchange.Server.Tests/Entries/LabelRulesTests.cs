using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Server.Entries;
using FsCheck;
using FsCheck.Fluent;

namespace BlacklistExchange.Server.Tests.Entries;

public sealed class LabelRulesTests
{
    private static readonly HashSet<Category> AllShown = [.. Enum.GetValues<Category>()];
    private static readonly EntryDecision Listed = new(EntryState.Listed, true);

    [Fact]
    public void Returns_other_for_a_category_that_few_members_use()
    {
        EntryFacts facts = Generate.Plain(Generate.Of("a", "1", EvidenceType.CourtDecision));
        Assert.Equal(Category.Other, LabelRules.Compose(facts, Listed, Generate.Policy, new HashSet<Category>(), 1).Category);
        Assert.Equal(Category.Trademark, LabelRules.Compose(facts, Listed, Generate.Policy, AllShown, 1).Category);
    }

    [Fact]
    public void Returns_months_bucket_tier_and_policy_of_what_counts()
    {
        EntryFacts facts = Generate.Plain(
            Generate.Of("a", "1", EvidenceType.PlatformAdjudication) with { Observed = new Month(290) },
            Generate.Of("b", "2", EvidenceType.NotarisedPurchase, notice: true) with { Observed = new Month(295) },
            Generate.Of("c", "3", EvidenceType.CourtDecision, retracted: true) with { Observed = new Month(310) });
        Label label = LabelRules.Compose(facts, Listed, Generate.Policy, AllShown, 42);
        Assert.Equal(new Label(Category.Trademark, new Month(290), new Month(295), 2, EntryStatus.Listed, EvidenceTier.Notarised, LabelFlags.None, 3, 42), label);
    }

    [Fact]
    public void Returns_the_official_tier_for_an_act_on_a_bare_notice()
    {
        EntryFacts facts = Generate.Plain(Generate.Of("a", "1", EvidenceType.RightsHolderNotice)) with { Ruling = EntryRuling.Listed };
        Assert.Equal(EvidenceTier.Official, LabelRules.Compose(facts, Listed, Generate.Policy, AllShown, 1).Tier);
    }

    [Fact]
    public void Returns_the_last_end_that_any_report_gives()
    {
        EntryReport counterfeit = Generate.Of("b", "2", EvidenceType.PlatformAdjudication) with { Category = Category.Counterfeit };
        Assert.Equal(Generate.Now + 200 * 86400, LabelRules.ExpiresAt(Generate.Plain(Generate.Of("a", "1", EvidenceType.PlatformAdjudication), counterfeit), Generate.Policy));
    }

    [Fact]
    public void Returns_never_for_a_category_without_an_end() =>
        Assert.Null(LabelRules.ExpiresAt(Generate.Plain(Generate.Of("a", "1", EvidenceType.CourtDecision) with { Category = Category.Patent }), Generate.Policy));

    [Fact]
    public void Returns_a_label_that_decodes_for_everything_that_is_shown() => Prop.ForAll(Generate.Facts.ToArbitrary(), static facts =>
    {
        EntryDecision decision = EntryRules.Decide(facts, Generate.Policy);
        if (decision.Shown)
        {
            byte[] bytes = new byte[Label.Size];
            Label label = LabelRules.Compose(facts, decision, Generate.Policy, AllShown, 9);
            label.Encode(bytes);
            Assert.True(Label.TryDecode(bytes, out Label read));
            Assert.Equal(label, read);
        }
    }).QuickCheckThrowOnFailure();
}
