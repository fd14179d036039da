using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Server.Entries;
using FsCheck;
using FsCheck.Fluent;

namespace BlacklistExchange.Server.Tests.Entries;

public sealed class EntryRulesTests
{
    [Theory]
    [InlineData(EvidenceType.CourtDecision, false, EntryState.Listed)]
    [InlineData(EvidenceType.AdministrativeDecision, false, EntryState.Listed)]
    [InlineData(EvidenceType.CustomsSeizure, false, EntryState.Listed)]
    [InlineData(EvidenceType.NotarisedPurchase, true, EntryState.Listed)]
    [InlineData(EvidenceType.NotarisedPurchase, false, EntryState.Pending)]
    [InlineData(EvidenceType.PlatformAdjudication, true, EntryState.Pending)]
    [InlineData(EvidenceType.RightsHolderNotice, true, EntryState.Watch)]
    [InlineData(EvidenceType.AlgorithmicDetection, false, EntryState.Watch)]
    public void Returns_the_ladders_outcome_for_one_report(EvidenceType evidence, bool notice, EntryState expected) =>
        Assert.Equal(expected, State(Generate.Of("a", "1", evidence, notice)));

    [Fact]
    public void Returns_listed_for_two_adjudications_of_different_origin() =>
        Assert.Equal(EntryState.Listed, State(Generate.Of("a", "1", EvidenceType.PlatformAdjudication), Generate.Of("b", "2", EvidenceType.PlatformAdjudication)));

    [Fact]
    public void Returns_pending_for_two_adjudications_of_one_complaint() =>
        Assert.Equal(EntryState.Pending, State(Generate.Of("a", "1", EvidenceType.PlatformAdjudication), Generate.Of("b", "1", EvidenceType.PlatformAdjudication)));

    [Fact]
    public void Returns_listed_for_a_purchase_without_notice_beside_an_adjudication() =>
        Assert.Equal(EntryState.Listed, State(Generate.Of("a", "1", EvidenceType.NotarisedPurchase), Generate.Of("b", "2", EvidenceType.PlatformAdjudication)));

    [Fact]
    public void Returns_watch_however_often_a_bare_notice_comes() =>
        Assert.Equal(EntryState.Watch, State([.. Enumerable.Range(0, 50).Select(static number => Generate.Of($"e{number}", $"{number}", EvidenceType.RightsHolderNotice, notice: true))]));

    [Fact]
    public void Keeps_one_legal_entity_from_listing_by_adjudication_alone() => Prop.ForAll(Generate.Reports.ToArbitrary(), static reports =>
    {
        EntryReport[] own = [.. reports.Select(static report => report with { Entity = "a", Evidence = EvidenceType.PlatformAdjudication, Retracted = false })];
        Assert.NotEqual(EntryState.Listed, State(own));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Returns_the_same_for_any_order_of_the_same_reports() => Prop.ForAll(Generate.Facts.ToArbitrary(), ArbMap.Default.ArbFor<int>(), static (facts, seed) =>
    {
        EntryReport[] shuffled = [.. facts.Reports];
        new Random(seed).Shuffle(shuffled);
        EntryFacts other = facts with { Reports = shuffled };
        EntryDecision decision = EntryRules.Decide(facts, Generate.Policy);
        Assert.Equal(decision, EntryRules.Decide(other, Generate.Policy));
        Assert.Equal(LabelRules.ExpiresAt(facts, Generate.Policy), LabelRules.ExpiresAt(other, Generate.Policy));
        if (decision.Shown)
        {
            HashSet<Category> shown = [Category.Trademark];
            Assert.Equal(LabelRules.Compose(facts, decision, Generate.Policy, shown, 7), LabelRules.Compose(other, decision, Generate.Policy, shown, 7));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Returns_to_where_it_was_when_a_report_is_retracted() => Prop.ForAll(Generate.Facts.ToArbitrary(), Generate.Report.ToArbitrary(), static (facts, extra) =>
    {
        EntryFacts retracted = facts with { Reports = [.. facts.Reports, extra with { Retracted = true }] };
        Assert.Equal(EntryRules.Decide(facts, Generate.Policy), EntryRules.Decide(retracted, Generate.Policy));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Keeps_a_further_report_from_weakening_what_stands() => Prop.ForAll(Generate.Facts.ToArbitrary(), Generate.Report.ToArbitrary(), static (facts, extra) =>
    {
        EntryFacts undisputed = facts with { Hold = EntryHold.None, Tombstoned = false };
        bool before = EntryRules.Decide(undisputed, Generate.Policy).State == EntryState.Listed;
        EntryFacts after = undisputed with { Reports = [.. facts.Reports, extra] };
        Assert.True(!before || EntryRules.Decide(after, Generate.Policy).State == EntryState.Listed);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Keeps_what_nobody_saw_unseen_while_it_is_disputed() => Prop.ForAll(Generate.Facts.ToArbitrary(), static facts =>
    {
        EntryDecision decision = EntryRules.Decide(facts with { Hold = EntryHold.Hidden }, Generate.Policy);
        Assert.False(decision.Shown);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Returns_retracted_when_nothing_stands() => Assert.Equal(EntryState.Retracted, State(Generate.Of("a", "1", EvidenceType.CourtDecision, retracted: true)));

    [Fact]
    public void Returns_cleared_until_a_later_report_counts_anew()
    {
        EntryFacts cleared = Generate.Plain(Generate.Of("a", "1", EvidenceType.CourtDecision, sequence: 5)) with { Ruling = EntryRuling.Cleared, CountedAfter = 5 };
        Assert.Equal(EntryState.Cleared, EntryRules.Decide(cleared, Generate.Policy).State);
        EntryFacts again = cleared with { Reports = [.. cleared.Reports, Generate.Of("b", "2", EvidenceType.PlatformAdjudication, sequence: 6)] };
        Assert.Equal(EntryState.Pending, EntryRules.Decide(again, Generate.Policy).State);
    }

    [Fact]
    public void Returns_tombstoned_then_already_counted_then_accepted()
    {
        EntryFacts facts = Generate.Plain(Generate.Of("a", "1", EvidenceType.PlatformAdjudication));
        Assert.Equal(ItemOutcome.Tombstoned, EntryRules.OutcomeOf(facts with { Tombstoned = true }, "z", "9"));
        Assert.Equal(ItemOutcome.AlreadyCounted, EntryRules.OutcomeOf(facts, "a", "9"));
        Assert.Equal(ItemOutcome.AlreadyCounted, EntryRules.OutcomeOf(facts, "z", "1"));
        Assert.Equal(ItemOutcome.Accepted, EntryRules.OutcomeOf(facts, "z", "9"));
    }

    private static EntryState State(params EntryReport[] reports) => reports.Length == 0 ? EntryState.Pending : EntryRules.Decide(Generate.Plain(reports), Generate.Policy).State;
}
