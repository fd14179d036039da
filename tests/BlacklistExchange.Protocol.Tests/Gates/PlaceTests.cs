using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BlacklistExchange.Protocol.Tests.Gates;

/// <summary>Namespace equals folder; a file is named after a type in it.</summary>
public sealed class PlaceTests
{
    /// <summary>A sample is a stranger's program, whose namespaces are its own.</summary>
    [Fact]
    public void Keeps_namespace_and_folder_equal() => Gate.Holds(SourceFile.All.Where(static file => !file.Path.StartsWith("client-sdk/samples/", StringComparison.Ordinal)).SelectMany(Misplaced));

    [Fact]
    public void Keeps_files_named_after_their_types() => Gate.Holds(SourceFile.All.SelectMany(Misnamed));

    [Theory]
    [InlineData("namespace BlacklistExchange.P.A; class F;", 0, 0)]
    [InlineData("namespace BlacklistExchange.P; class F;", 1, 0)]
    [InlineData("class F;", 1, 0)]
    [InlineData("namespace BlacklistExchange.P.A; class G;", 0, 1)]
    [InlineData("namespace BlacklistExchange.P.A; class F<T>; class G;", 0, 0)]
    public void Refuses_a_planted_place(string text, int misplaced, int misnamed)
    {
        SourceFile file = SourceFile.Parse("spec/BlacklistExchange.P/A/F.cs", text);
        Assert.Equal((misplaced, misnamed), (Misplaced(file).Count(), Misnamed(file).Count()));
    }

    private static IEnumerable<string> Misplaced(SourceFile file)
    {
        string project = file.Project.StartsWith("BlacklistExchange.", StringComparison.Ordinal) ? file.Project : "BlacklistExchange." + file.Project;
        string expected = file.Folder.Length == 0 ? project : $"{project}.{file.Folder}";
        string[] found = [.. file.Nodes<BaseNamespaceDeclarationSyntax>().Select(static space => space.Name.ToString())];
        bool isProgram = file.Tree.Members.Any(static member => member is GlobalStatementSyntax);
        return isProgram || found.SequenceEqual([expected]) ? [] : [$"{file.Path} must declare namespace {expected}, not '{string.Join(", ", found)}'."];
    }

    /// <summary>Messages of a slice and of the wire stand together in a <c>…Messages.cs</c>; several small options beside their root.</summary>
    private static IEnumerable<string> Misnamed(SourceFile file)
    {
        bool isNamed = file.Tree.Members.Any(static member => member is GlobalStatementSyntax) || file.Name.EndsWith("Messages", StringComparison.Ordinal)
            || file.Nodes<BaseTypeDeclarationSyntax>().Select(static type => type.Identifier.ValueText)
                .Concat(file.Nodes<DelegateDeclarationSyntax>().Select(static type => type.Identifier.ValueText)).Contains(file.Name, StringComparer.Ordinal);
        return isNamed ? [] : [$"{file.Path} declares no type {file.Name}; name the file after its type."];
    }
}
