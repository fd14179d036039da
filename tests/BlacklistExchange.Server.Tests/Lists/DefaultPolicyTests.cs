using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Server.Lists;

namespace BlacklistExchange.Server.Tests.Lists;

public sealed class DefaultPolicyTests
{
    [Fact]
    public void Keeps_a_bare_notice_and_an_algorithm_at_watch_however_many()
    {
        LadderStep[] weak = [.. DefaultPolicy.Value.Ladder.Where(step => step.Evidence is EvidenceType.RightsHolderNotice or EvidenceType.AlgorithmicDetection)];
        Assert.Equal(2, weak.Length);
        Assert.All(weak, step => Assert.Equal(PolicyNames.Watch, step.Outcome));
    }

    [Fact]
    public void Asks_two_origins_of_platforms_and_one_of_a_court() => Assert.Equal(
        (2, 1),
        (DefaultPolicy.Value.Ladder.Single(step => step.Evidence == EvidenceType.PlatformAdjudication).Origins,
            DefaultPolicy.Value.Ladder.Single(step => step.Evidence == EvidenceType.CourtDecision).Origins));

    [Fact]
    public void Covers_every_evidence_type_and_category()
    {
        Assert.Empty(Enum.GetValues<EvidenceType>().Except(DefaultPolicy.Value.Ladder.Select(step => step.Evidence)));
        Assert.Empty(Enum.GetValues<Category>().Except(DefaultPolicy.Value.ExpiryDays.Keys));
    }

    [Fact]
    public void Spells_names_in_kebab_case_and_reads_them_back()
    {
        Assert.Equal("court-decision", PolicyNames.Of(EvidenceType.CourtDecision));
        Assert.True(PolicyNames.TryParse("other-fraud", out Category category));
        Assert.Equal(Category.OtherFraud, category);
        Assert.False(PolicyNames.TryParse("CourtDecision", out EvidenceType _));
    }
}
