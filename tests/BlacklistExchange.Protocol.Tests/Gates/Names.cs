using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BlacklistExchange.Protocol.Tests.Gates;

/// <summary>Words that hide what a thing does, and the one word for a cancellation token.</summary>
internal static partial class Names
{
    private static readonly HashSet<string> Vague = new(StringComparer.OrdinalIgnoreCase) { "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Manager", "Managers", "Processor", "Processors" };
    private const string Cancellation = "cancellationToken";

    public static IEnumerable<string> Violations(SourceFile file)
    {
        foreach (string part in file.Path.Split('/', '.').Where(static part => Words(part).Any(Vague.Contains)))
        {
            yield return $"{file.Path} '{part}' says nothing; name what it does.";
        }
        foreach (SyntaxToken name in file.Tree.DescendantTokens().Where(static word => word.IsKind(SyntaxKind.IdentifierToken) && IsDeclared(word)))
        {
            string[] words = Words(name.ValueText);
            if (words.Any(Vague.Contains) && name.Parent is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
            {
                yield return $"{file.At(name)} '{name.ValueText}' says nothing; name what it does.";
            }
            if (name.ValueText is "ct" || words.Any(static word => word.ToLowerInvariant() is "token" or "tokens") && name.ValueText.TrimStart('_') != Cancellation && !IsInherited(name.Parent))
            {
                yield return $"{file.At(name)} '{name.ValueText}': a token is a CancellationToken and is called {Cancellation}.";
            }
        }
        foreach (ParameterSyntax parameter in file.Nodes<ParameterSyntax>().Where(static parameter => parameter.Type?.ToString() == "CancellationToken" && parameter.Identifier.ValueText is not (Cancellation or "_") && !IsInherited(parameter)))
        {
            yield return $"{file.At(parameter)} '{parameter.Identifier.ValueText}' must be called {Cancellation}.";
        }
    }

    /// <summary>A test's name is a sentence about the code: a verb in the third person, then the rest, words apart by underscores.</summary>
    public static IEnumerable<string> UnspokenTests(SourceFile file) =>
        from method in file.Nodes<MethodDeclarationSyntax>()
        where method.AttributeLists.SelectMany(static list => list.Attributes).Any(static attribute => attribute.Name.ToString() is "Fact" or "Theory")
        where !Sentence().IsMatch(method.Identifier.ValueText)
        select $"{file.At(method)} '{method.Identifier.ValueText}' must be a sentence about the code: Refuses_…, Returns_…, Keeps_…";

    /// <summary>An override keeps the parameter names of its base.</summary>
    private static bool IsInherited(SyntaxNode? node) => node is ParameterSyntax { Parent.Parent: MethodDeclarationSyntax method } && method.Modifiers.Any(SyntaxKind.OverrideKeyword);

    private static bool IsDeclared(SyntaxToken name) => name.Parent is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax or MethodDeclarationSyntax or PropertyDeclarationSyntax or EventDeclarationSyntax
        or VariableDeclaratorSyntax or ParameterSyntax or SingleVariableDesignationSyntax or ForEachStatementSyntax or LocalFunctionStatementSyntax or EnumMemberDeclarationSyntax
        or TypeParameterSyntax or CatchDeclarationSyntax or LabeledStatementSyntax or FromClauseSyntax or LetClauseSyntax;

    private static string[] Words(string name) => [.. Word().Matches(name).Select(static match => match.Value)];

    [GeneratedRegex("^(?:[A-Z][a-z]+s|Never)_[A-Za-z0-9_]+$")]
    private static partial Regex Sentence();

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")]
    private static partial Regex Word();
}
