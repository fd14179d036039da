using Microsoft.CodeAnalysis;

namespace BlacklistExchange.Protocol.Tests.Gates;

/// <summary>That the gates are not blind: they see the files, and understand them.</summary>
public sealed class SourceFileTests
{
    [Fact]
    public void Keeps_every_source_readable_to_the_gates() =>
        Gate.Holds(SourceFile.All.SelectMany(static file => file.Tree.GetDiagnostics().Where(static fault => fault.Severity == DiagnosticSeverity.Error).Select(fault => $"{file.Path}: {fault}")));

    [Theory]
    [InlineData("spec/BlacklistExchange.Protocol/Voprf/VoprfClient.cs")]
    [InlineData("exchange-server/BlacklistExchange.Server/Program.cs")]
    [InlineData("client-sdk/BlacklistExchange.Client/ExchangeClient.cs")]
    [InlineData("tests/BlacklistExchange.Protocol.Tests/Gates/SourceFileTests.cs")]
    public void Returns_the_files_of_every_part(string path) => Assert.Contains(SourceFile.All, file => file.Path == path);

    [Fact]
    public void Returns_strings_of_every_form()
    {
        SourceFile file = SourceFile.Parse("spec/P/F.cs", """class C { string[] S = ["a", @"b", $"c{1}d"]; }""");
        Assert.Equal(["a", "b", "c{1}d"], file.Strings().Select(static found => found.Text));
    }

    [Fact]
    public void Returns_project_folder_and_line_of_a_path()
    {
        SourceFile file = SourceFile.Parse("spec/P/A/B/F.cs", "\nclass C;\n");
        Assert.Equal(("P", "A.B", "F", 2, "spec/P/A/B/F.cs:2"), (file.Project, file.Folder, file.Name, file.Lines, file.At(file.Tree.Members[0])));
    }
}
