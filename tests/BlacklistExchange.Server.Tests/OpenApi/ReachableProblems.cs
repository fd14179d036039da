using BlacklistExchange.Protocol.Tests.Gates;
using BlacklistExchange.Server.Problems;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BlacklistExchange.Server.Tests.OpenApi;

/// <summary>
/// The problem types that a use case can return: those named in its source and in whatever of the hub it uses. Of a static class that is the members that are
/// named, of any other type all of it: sometimes one too many, never one too few.
/// </summary>
internal sealed class ReachableProblems
{
    private static readonly ILookup<string, BaseTypeDeclarationSyntax> Declared = SourceFile.Hub.SelectMany(static file => file.Nodes<BaseTypeDeclarationSyntax>())
        .ToLookup(static type => type.Identifier.ValueText);

    private static readonly ILookup<string, string> Extensions = Declared.SelectMany(static types => types).SelectMany(static type => type.ChildNodes().OfType<MethodDeclarationSyntax>()
            .Where(static method => method.ParameterList.Parameters.FirstOrDefault()?.Modifiers.Any(SyntaxKind.ThisKeyword) == true)
            .Select(method => (method.Identifier.ValueText, Type: type.Identifier.ValueText)))
        .ToLookup(static pair => pair.ValueText, static pair => pair.Type);

    private static readonly Dictionary<string, ProblemType> Types = typeof(ProblemTypes).GetFields().ToDictionary(static field => field.Name, static field => (ProblemType)field.GetValue(null)!);

    private readonly HashSet<(string Type, string? Member)> _seen = [];
    private readonly Stack<(string Type, string? Member)> _open = new();
    private readonly HashSet<ProblemType> _found = [];

    /// <param name="type">Name of a type of the hub.</param>
    /// <param name="member">One member of it; null = all.</param>
    public static IReadOnlySet<ProblemType> From(string type, string? member = null)
    {
        ReachableProblems reach = new();
        reach.Use(type, member);
        while (reach._open.TryPop(out (string Type, string? Member) next))
        {
            foreach (SyntaxNode node in Declared[next.Type].SelectMany(one => Parts(one, next.Member)).SelectMany(static part => part.DescendantNodes()))
            {
                reach.Visit(node, next.Type);
            }
        }
        return reach._found;
    }

    private static IEnumerable<SyntaxNode> Parts(BaseTypeDeclarationSyntax type, string? member) => member is null ? [type] : type.ChildNodes().Where(node => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText == member,
        PropertyDeclarationSyntax property => property.Identifier.ValueText == member,
        FieldDeclarationSyntax fields => fields.Declaration.Variables.Any(field => field.Identifier.ValueText == member),
        BaseTypeDeclarationSyntax nested => nested.Identifier.ValueText == member,
        _ => false,
    });

    private static bool IsStatic(string type) => Declared[type].All(static one => one.Modifiers.Any(SyntaxKind.StaticKeyword));

    private void Use(string type, string? member)
    {
        (string, string?) use = (type, IsStatic(type) ? member : null);
        if (type != nameof(ProblemTypes) && _seen.Add(use))
        {
            _open.Push(use);
        }
    }

    private void Visit(SyntaxNode node, string within)
    {
        if (node is MemberAccessExpressionSyntax access)
        {
            string member = access.Name.Identifier.ValueText;
            foreach (string extended in Extensions[member])
            {
                Use(extended, member);
            }
            if (access.Expression is SimpleNameSyntax { Identifier.ValueText: var owner } && Declared.Contains(owner))
            {
                Use(owner, member);
                _ = owner == nameof(ProblemTypes) && _found.Add(Types[member]);
            }
        }
        else if (node is SimpleNameSyntax { Identifier.ValueText: var name } && !(node.Parent is MemberAccessExpressionSyntax parent && parent.Name == node))
        {
            if (!Declared.Contains(name))
            {
                Use(within, name);
            }
            else if (!IsStatic(name))
            {
                Use(name, null);
            }
        }
    }
}
