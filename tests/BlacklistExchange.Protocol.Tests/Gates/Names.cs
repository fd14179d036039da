using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BlacklistExchange.Protocol.Tests.Gates;

/// <summary>Words that hide what a thing does, and the one word for a cancellation token.</summary>
internal static partial class Names
{
    private static readonly HashSet<string> Vague = new(StringComparer.OrdinalIgnoreCase) { "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Manager", "Managers", "Processor", "Processors" };
    private static readonly string[] TestVerbs = ["Refuses_", "Returns_", "Keeps_"];
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
            if (words.Any(Vague.Contains))
            {
                yield return $"{file.At(name)} '{name.ValueText}' says nothing; name what it does.";
            }
            if (name.ValueText is "ct" || words.Any(static word => word.ToLowerInvariant() is "token" or "tokens") && name.ValueText != Cancellation)
            {
                yield return $"{file.At(name)} '{name.ValueText}': a token is a CancellationToken and is called {Cancellation}.";
            }
        }
        foreach (ParameterSyntax parameter in file.Nodes<ParameterSyntax>().Where(static parameter => parameter.Type?.ToString() == "CancellationToken" && parameter.Identifier.ValueText is not (Cancellation or "_")))
        {
            yield return $"{file.At(parameter)} '{parameter.Identifier.ValueText}' must be called {Cancellation}.";
        }
    }

    /// <summary>A test's name begins with what the code does.</summary>
    public static IEnumerable<string> UnspokenTests(SourceFile file) =>
        from method in file.Nodes<MethodDeclarationSyntax>()
        where method.AttributeLists.SelectMany(static list => list.Attributes).Any(static attribute => attribute.Name.ToString() is "Fact" or "Theory")
        where !TestVerbs.Any(verb => method.Identifier.ValueText.StartsWith(verb, StringComparison.Ordinal))
        select $"{file.At(method)} '{method.Identifier.ValueText}' must begin with {string.Join(", ", TestVerbs)}.";

    private static bool IsDeclared(SyntaxToken name) => name.Parent is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax or MethodDeclarationSyntax or PropertyDeclarationSyntax or EventDeclarationSyntax
        or VariableDeclaratorSyntax or ParameterSyntax or SingleVariableDesignationSyntax or ForEachStatementSyntax or LocalFunctionStatementSyntax or EnumMemberDeclarationSyntax
        or TypeParameterSyntax or CatchDeclarationSyntax or LabeledStatementSyntax or FromClauseSyntax or LetClauseSyntax;

    private static string[] Words(string name) => [.. Word().Matches(name).Select(static match => match.Value)];

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")]
    private static partial Regex Word();
}
