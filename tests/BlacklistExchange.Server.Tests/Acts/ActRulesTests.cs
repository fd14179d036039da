using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Server.Acts;
using BlacklistExchange.Server.Entries;
using FsCheck;
using FsCheck.Fluent;
using Generate = BlacklistExchange.Server.Tests.Entries.Generate;

namespace BlacklistExchange.Server.Tests.Acts;

public sealed class ActRulesTests
{
    private static readonly Gen<ActVerb> Verbs = Gen.Elements(Enum.GetValues<ActVerb>());

    [Fact]
    public void Keeps_a_tombstone_until_an_official_listing_whatever_else_happens() => Prop.ForAll(
        Gen.Elements(Enum.GetValues<ActVerb>().Where(static verb => verb != ActVerb.List).ToArray()).ArrayOf().ToArbitrary(),
        Generate.Reports.ToArbitrary(),
        static (verbs, reports) =>
        {
            Model model = new();
            model.Report(Generate.Of("a", "1", EvidenceType.CourtDecision));
            Assert.True(model.Act(ActVerb.Tombstone));
            for (int step = 0; step < Math.Max(verbs.Length, reports.Length); step++)
            {
                if (step < reports.Length)
                {
                    model.Report(reports[step]);
                }
                if (step < verbs.Length)
                {
                    model.Act(verbs[step]);
                }
                Assert.Equal(EntryState.Cleared, model.Entry.State);
                Assert.Null(model.Entry.Label);
            }
            Assert.True(model.Act(ActVerb.List));
            Assert.Equal(EntryState.Listed, model.Entry.State);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Returns_the_undisputed_state_after_a_dispute_is_upheld() => Prop.ForAll(Verbs.ArrayOf().ToArbitrary(), Generate.Reports.ToArbitrary(), static (verbs, reports) =>
    {
        Model model = new();
        model.Report(Generate.Of("a", "1", EvidenceType.PlatformAdjudication));
        Array.ForEach(reports, model.Report);
        Array.ForEach(verbs, verb => model.Act(verb));
        if (model.Entry.Hold == EntryHold.None && model.Act(ActVerb.Dispute))
        {
            Assert.Equal(EntryState.Disputed, model.Disputed);
            Assert.True(model.Act(ActVerb.Uphold));
            Assert.Equal(model.BeforeDispute, model.Entry.State);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Keeps_what_was_unseen_unseen_through_a_dispute()
    {
        Model model = new();
        model.Report(Generate.Of("a", "1", EvidenceType.PlatformAdjudication));
        Assert.True(model.Act(ActVerb.Dispute));
        model.Report(Generate.Of("b", "2", EvidenceType.PlatformAdjudication));
        Assert.Equal(EntryState.Disputed, model.Entry.State);
        Assert.Null(model.Entry.Label);
        Assert.True(model.Act(ActVerb.Uphold));
        Assert.Equal(EntryState.Listed, model.Entry.State);
    }

    [Fact]
    public void Returns_watch_for_what_was_listed_and_listed_again_for_new_reports()
    {
        Model model = new();
        model.Report(Generate.Of("a", "1", EvidenceType.CourtDecision));
        Assert.True(model.Act(ActVerb.Watch));
        Assert.Equal(EntryState.Watch, model.Entry.State);
        model.Report(Generate.Of("b", "2", EvidenceType.CourtDecision));
        Assert.Equal(EntryState.Listed, model.Entry.State);
    }

    [Fact]
    public void Refuses_to_list_over_an_open_dispute()
    {
        Model model = new();
        model.Report(Generate.Of("a", "1", EvidenceType.RightsHolderNotice));
        Assert.True(model.Act(ActVerb.Dispute));
        Assert.False(model.Act(ActVerb.List));
        Assert.Contains("uphold", ActRules.Refuse(ActVerb.List, model.Entry), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_to_uphold_or_freeze_what_is_not_there()
    {
        Model model = new();
        model.Report(Generate.Of("a", "1", EvidenceType.CourtDecision, retracted: true));
        Assert.False(model.Act(ActVerb.Uphold));
        Assert.False(model.Act(ActVerb.Dispute));
    }

    [Fact]
    public void Refuses_to_list_what_was_erased()
    {
        Model model = new();
        model.Report(Generate.Of("a", "1", EvidenceType.CourtDecision));
        Assert.Contains("erased", ActRules.Refuse(ActVerb.List, model.Entry with { WrappedKey = null }), StringComparison.Ordinal);
    }

    [Fact]
    public void Keeps_an_act_that_was_done_already_from_changing_anything() => Prop.ForAll(Verbs.ToArbitrary(), Generate.Reports.ToArbitrary(), static (verb, reports) =>
    {
        Model model = new();
        model.Report(Generate.Of("a", "1", EvidenceType.PlatformAdjudication));
        Array.ForEach(reports, model.Report);
        if (verb != ActVerb.Uphold && model.Act(verb))
        {
            Entry once = model.Entry;
            model.Act(verb);
            Assert.Same(once, model.Entry);
        }
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(null, "missing")]
    [InlineData("  ", "missing")]
    [InlineData("a\nb", "control")]
    [InlineData("seller 13800138000 was wrong", "identifier")]
    public void Refuses_a_ground(string? ground, string expected) => Assert.Contains(expected, ActRules.FaultOfGround(ground), StringComparison.Ordinal);

    [Fact]
    public void Refuses_a_ground_or_reference_that_is_too_long()
    {
        Assert.Null(ActRules.FaultOfGround(new string('裁', ActRules.MaxGround)));
        Assert.NotNull(ActRules.FaultOfGround(new string('裁', ActRules.MaxGround + 1)));
        Assert.Null(ActRules.FaultOfReference("京市监〔2020〕0213号"));
        Assert.NotNull(ActRules.FaultOfReference(new string('x', ActRules.MaxReference + 1)));
    }

    [Fact]
    public void Returns_every_verb_by_its_name()
    {
        Assert.Equal(["list", "watch", "dispute", "uphold", "clear", "tombstone", "victim"], ActRules.Names);
        Assert.All(ActRules.Names, static name => Assert.True(ActRules.TryParse(name, out ActVerb verb) && ActRules.NameOf(verb) == name));
        Assert.False(ActRules.TryParse("List", out _));
    }

    /// <summary>An entry under the rules alone, as the ledger keeps it in the database.</summary>
    private sealed class Model
    {
        private readonly List<EntryReport> _reports = [];
        private long _sequence;

        public Entry Entry { get; private set; } = new()
        {
            Address = new EntryAddress("goods", 1, 2, new Tag(new byte[Tag.Size])),
            State = EntryState.Pending,
            Ring = 1,
            VisibleFrom = Generate.Now,
            StateSince = Generate.Now,
            CreatedAt = Generate.Now,
            WrappedKey = [1],
        };

        public EntryState BeforeDispute { get; private set; }

        public EntryState Disputed { get; private set; }

        public void Report(EntryReport report)
        {
            _reports.Add(report with { Sequence = ++_sequence });
            Settle(Entry);
        }

        public bool Act(ActVerb verb)
        {
            if (ActRules.Refuse(verb, Entry) is not null)
            {
                return false;
            }
            EntryState before = Entry.State;
            EntryReport[] counted = [.. Facts(Entry).Counted];
            bool lists = counted.Length > 0 && EntryRules.Climb(counted, Generate.Policy.Ladder) == EntryState.Listed;
            Entry overlay = ActRules.Apply(verb, Entry, Generate.Now + _sequence, _sequence, lists, counted.Length > 0);
            if (overlay != Entry)
            {
                Settle(overlay);
            }
            (BeforeDispute, Disputed) = verb == ActVerb.Dispute ? (before, Entry.State) : (BeforeDispute, Disputed);
            return true;
        }

        private EntryFacts Facts(Entry entry) => new(_reports, entry.Ruling, entry.RulingAt, entry.CountedAfter, entry.Hold, entry.Tombstoned, entry.Flags);

        private void Settle(Entry entry)
        {
            EntryDecision decision = EntryRules.Decide(Facts(entry), Generate.Policy);
            Entry = entry with { State = decision.State, Label = decision.Shown ? [0] : null };
        }
    }
}
