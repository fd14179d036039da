using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Server.Entries;
using FsCheck;
using FsCheck.Fluent;

namespace BlacklistExchange.Server.Tests.Entries;

public sealed class IndependentOriginsTests
{
    [Fact]
    public void Returns_one_for_a_complaint_that_three_platforms_forward() => Assert.Equal(1, Count(("a", "1"), ("b", "1"), ("c", "1")));

    [Fact]
    public void Returns_one_for_a_chain_of_companies_with_three_complaints() => Assert.Equal(1, Count(("top", "1"), ("top", "2"), ("top", "3")));

    [Fact]
    public void Returns_two_where_taking_the_first_that_comes_would_find_one() => Assert.Equal(2, Count(("a", "1"), ("b", "1"), ("a", "2")));

    [Fact]
    public void Returns_the_longest_way_round() => Assert.Equal(4, Count(("a", "1"), ("b", "1"), ("b", "2"), ("c", "2"), ("c", "3"), ("d", "3"), ("a", "4")));

    [Fact]
    public void Returns_none_without_reports() => Assert.Equal(0, Count());

    [Fact]
    public void Returns_the_size_of_the_largest_set_without_a_shared_entity_or_origin() => Prop.ForAll(Generate.Reports.ToArbitrary(), static reports =>
    {
        int best = 0;
        for (int subset = 0; subset < 1 << reports.Length; subset++)
        {
            EntryReport[] chosen = [.. reports.Where((_, index) => (subset >> index & 1) == 1)];
            bool independent = chosen.Select(static report => report.Entity).Distinct().Count() == chosen.Length
                && chosen.Select(static report => report.Origin).Distinct().Count() == chosen.Length;
            best = independent ? Math.Max(best, chosen.Length) : best;
        }
        Assert.Equal(best, IndependentOrigins.Count(reports, int.MaxValue));
        Assert.Equal(Math.Min(best, 2), IndependentOrigins.Count(reports, 2));
    }).QuickCheckThrowOnFailure();

    private static int Count(params (string Entity, string Origin)[] reports) =>
        IndependentOrigins.Count(reports.Select(static report => Generate.Of(report.Entity, report.Origin, EvidenceType.PlatformAdjudication)), int.MaxValue);
}
