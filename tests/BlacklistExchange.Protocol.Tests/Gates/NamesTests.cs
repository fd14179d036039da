namespace BlacklistExchange.Protocol.Tests.Gates;

/// <summary>Names say what a thing does.</summary>
public sealed class NamesTests
{
    [Fact]
    public void Keeps_names_that_say_something() => Gate.Holds(SourceFile.All.SelectMany(Names.Violations));

    [Fact]
    public void Keeps_tests_named_by_what_the_code_does() => Gate.Holds(SourceFile.All.SelectMany(Names.UnspokenTests));

    [Theory]
    [InlineData("class ReportHelper;")]
    [InlineData("class IOUtils;")]
    [InlineData("class C { void M(string token) { } }")]
    [InlineData("class C { string? _accessToken; }")]
    [InlineData("class C { void M(CancellationToken stopping) { } }")]
    [InlineData("class C { Func<int, int> F = ct => 1; }")]
    [InlineData("class C { void M() { foreach (var token in new int[0]) { } } }")]
    [InlineData("class C { [Fact] public void Works() { } }")]
    [InlineData("class C { [Theory] public void Test_works() { } }")]
    public void Refuses_a_planted_name(string text)
    {
        SourceFile file = SourceFile.Parse("spec/P/F.cs", text);
        Assert.Single(Names.Violations(file).Concat(Names.UnspokenTests(file)));
    }

    [Theory]
    [InlineData("class C { void M(CancellationToken cancellationToken) { } }")]
    [InlineData("class C { protected override void M(CancellationToken stoppingToken) { } int Processors; }")]
    [InlineData("class Futile { JsonTokenType T() => JsonTokenType.String; }")]
    [InlineData("class C { [Fact] public void Refuses_a_short_proof() { } }")]
    public void Returns_nothing_for_a_good_name(string text)
    {
        SourceFile file = SourceFile.Parse("spec/P/F.cs", text);
        Assert.Empty(Names.Violations(file).Concat(Names.UnspokenTests(file)));
    }
}
