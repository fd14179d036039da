using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BlacklistExchange.Protocol.Tests.Gates;

/// <summary>The hub's table of refusals and spec/problems.md are the same table.</summary>
public sealed class ProblemTests
{
    [Fact]
    public void Keeps_problem_types_of_hub_and_specification_equal()
    {
        SourceFile table = SourceFile.Hub.Single(static file => file.Name == "ProblemTypes");
        Assert.Equal(InCode(table).Order(StringComparer.Ordinal), Specified(Repository.Read("spec/problems.md")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Keeps_problem_types_in_their_one_table() => Gate.Holds(SourceFile.Hub.Where(static file => file.Name != "ProblemTypes")
        .SelectMany(static file => file.Nodes<ObjectCreationExpressionSyntax>().Where(static made => made.Type.ToString() == "ProblemType").Select(made => $"{file.At(made)} a problem type is a line of ProblemTypes.cs.")));

    [Fact]
    public void Keeps_every_problem_type_in_use()
    {
        string[] declared = [.. SourceFile.Hub.Single(static file => file.Name == "ProblemTypes").Nodes<VariableDeclaratorSyntax>().Select(static field => field.Identifier.ValueText)];
        HashSet<string> used = [.. SourceFile.Hub.Where(static file => file.Name != "ProblemTypes").SelectMany(static file => file.Nodes<MemberAccessExpressionSyntax>())
            .Where(static access => access.Expression.ToString() == "ProblemTypes").Select(static access => access.Name.ToString())];
        Gate.Holds(declared.Where(name => !used.Contains(name)).Select(static name => $"ProblemTypes.{name} is never returned; a client should not have to know it."));
    }

    [Fact]
    public void Returns_lines_of_both_tables()
    {
        SourceFile table = SourceFile.Parse("exchange-server/S/ProblemTypes.cs", """class C { static readonly ProblemType A = new("not-here", 404, "It is not here."); }""");
        Assert.Equal(["not-here 404 It is not here."], InCode(table));
        Assert.Equal(["not-here 404 It is not here."], Specified("# P\n\n## Types\n| type | status | title | what to do |\n|---|---|---|---|\n| `not-here` | 404 | It is not here. | Look elsewhere. |\n"));
    }

    private static IEnumerable<string> InCode(SourceFile table) => table.Nodes<ImplicitObjectCreationExpressionSyntax>()
        .Select(static made => string.Join(' ', made.ArgumentList.Arguments.Select(static argument => ((LiteralExpressionSyntax)argument.Expression).Token.ValueText)));

    private static IEnumerable<string> Specified(string document) => MarkdownTable.Rows(document, "## Types").Select(static row => string.Join(' ', row[..3]));
}
