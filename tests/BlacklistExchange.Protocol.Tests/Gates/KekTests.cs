using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BlacklistExchange.Protocol.Tests.Gates;

/// <summary>What is wrapped under the KEK must be wrapped anew when officers are replaced, so nobody wraps unseen.</summary>
public sealed class KekTests
{
    /// <summary>Of the slices, only those whose columns <c>Officers/KekRotation</c> wraps anew, and fsck, which opens them and wraps nothing.</summary>
    private static readonly string[] Known = ["Entries/EntryKeys.cs", "Entries/RewrapEntries.cs", "Soundness/Scene.cs"];
    private static readonly string[] Composing = ["", "Storage", "Officers", "OperatorConsole"];

    [Fact]
    public void Keeps_the_kek_with_those_that_a_replacement_reaches()
    {
        Gate.Holds(SourceFile.Hub.SelectMany(Violations));
        Assert.All(Known, static path => Assert.Contains(SourceFile.Hub, file => file.Path.EndsWith(path, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Members/WrapSecret.cs", "class C(Kek kek) { }", 1)]
    [InlineData("Members/WrapSecret.cs", "class C { byte[] F(Storage.Kek kek) => kek.Wrap(new byte[1], new byte[1]); }", 1)]
    [InlineData("Members/WrapSecret.cs", "class C { string F(HubOptions options) => options.Kek.File; }", 0)]
    [InlineData("Entries/EntryKeys.cs", "class C(Kek kek) { }", 0)]
    public void Refuses_a_planted_user_of_the_kek(string path, string code, int violations) =>
        Assert.Equal(violations, Violations(SourceFile.Parse($"exchange-server/BlacklistExchange.Server/{path}", code)).Count());

    private static IEnumerable<string> Violations(SourceFile file) => Composing.Contains(file.Folder) || Known.Any(path => file.Path.EndsWith(path, StringComparison.Ordinal)) ? []
        : from name in file.Nodes<IdentifierNameSyntax>()
          where name.Identifier.ValueText == "Kek" && name.Parent is not MemberAccessExpressionSyntax
          select $"{file.At(name)} uses the KEK: let Officers/KekRotation.Commit wrap anew what is wrapped here, then name the file in {nameof(KekTests)}.";
}
