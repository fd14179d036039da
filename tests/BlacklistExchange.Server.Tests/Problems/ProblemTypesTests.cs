using System.Reflection;
using System.Text.RegularExpressions;
using BlacklistExchange.Server.Problems;

namespace BlacklistExchange.Server.Tests.Problems;

public sealed class ProblemTypesTests
{
    private static readonly ProblemType[] All = [.. typeof(ProblemTypes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => (ProblemType)field.GetValue(null)!)];

    [Fact]
    public void Keeps_one_line_a_problem()
    {
        Assert.True(All.Length >= 20);
        Assert.Equal(All.Length, All.Select(static type => type.Name).Distinct().Count());
        Assert.Equal(All.Length, All.Select(static type => type.Title).Distinct().Count());
        Assert.All(All, static type =>
        {
            Assert.Matches(new Regex("^[a-z]+(-[a-z]+)*$"), type.Name);
            Assert.InRange(type.Status, 400, 599);
            Assert.EndsWith(".", type.Title, StringComparison.Ordinal);
        });
        Assert.Equal(["internal"], All.Where(static type => type.Status == 500).Select(static type => type.Name));
    }
}
