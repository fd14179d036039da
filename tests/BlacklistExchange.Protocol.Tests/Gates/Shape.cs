using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BlacklistExchange.Protocol.Tests.Gates;

/// <summary>Sizes and kinds: files, methods, classes, interfaces.</summary>
internal static class Shape
{
    public const int LongestFile = 400;
    public const int HalfOfFiles = 80;
    public const int LongestMethod = 60;
    public const int HalfOfMethods = 10;

    /// <summary>Field arithmetic and tables, which are long because the standard is: the only methods that may be.</summary>
    private static readonly HashSet<string> LongByNature = [];

    public static IEnumerable<(string Name, int Lines, string Where)> Methods(SourceFile file) =>
        from node in file.Tree.DescendantNodes()
        where node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax { Body: not null } or LocalFunctionStatementSyntax
        select (NameOf(node), Length(node), file.At(node));

    public static IEnumerable<string> TooLong(SourceFile file)
    {
        if (file.Lines > LongestFile)
        {
            yield return $"{file.Path} has {file.Lines} lines; at most {LongestFile}.";
        }
        foreach ((string name, int lines, string where) in Methods(file).Where(static method => method.Lines > LongestMethod && !LongByNature.Contains(method.Name)))
        {
            yield return $"{where} {name} has {lines} lines; at most {LongestMethod}.";
        }
    }

    /// <summary>Share of numbers below a limit.</summary>
    public static double Share(IEnumerable<int> numbers, int below)
    {
        List<int> all = [.. numbers];
        return (double)all.Count(number => number < below) / all.Count;
    }

    /// <summary>Nobody inherits by accident: a class says whether it may be.</summary>
    public static IEnumerable<string> Open(IReadOnlyList<SourceFile> files)
    {
        ILookup<string, TypeDeclarationSyntax> classes = files.SelectMany(static file => file.Nodes<TypeDeclarationSyntax>())
            .Where(static type => type is ClassDeclarationSyntax || type.IsKind(SyntaxKind.RecordDeclaration)).ToLookup(NameOf);
        foreach (SourceFile file in files)
        {
            foreach (TypeDeclarationSyntax type in file.Nodes<TypeDeclarationSyntax>().Where(static type => type is ClassDeclarationSyntax || type.IsKind(SyntaxKind.RecordDeclaration)))
            {
                bool isPartial = type.Modifiers.Any(SyntaxKind.PartialKeyword);
                IEnumerable<TypeDeclarationSyntax> parts = isPartial ? classes[NameOf(type)] : [type];
                if (!parts.Any(static part => part.Modifiers.Any(SyntaxKind.SealedKeyword) || part.Modifiers.Any(SyntaxKind.StaticKeyword) || part.Modifiers.Any(SyntaxKind.AbstractKeyword)))
                {
                    yield return $"{file.At(type)} {type.Identifier.ValueText} is neither sealed nor static nor abstract.";
                }
            }
        }
    }

    /// <summary>An interface of ours has two implementations today; a mock is none.</summary>
    public static IEnumerable<string> Lonely(IReadOnlyList<SourceFile> files)
    {
        List<string> bases = [.. files.SelectMany(static file => file.Nodes<BaseListSyntax>()).SelectMany(static list => list.Types).Select(static type => type.Type.ToString().Split('<')[0].Split('.')[^1])];
        return from file in files
               from type in file.Nodes<InterfaceDeclarationSyntax>()
               let count = bases.Count(name => name == type.Identifier.ValueText)
               where count < 2
               select $"{file.At(type)} {type.Identifier.ValueText} has {count} implementation(s); an interface needs two today.";
    }

    private static string NameOf(SyntaxNode node)
    {
        string type = node.Ancestors().OfType<BaseTypeDeclarationSyntax>().FirstOrDefault()?.Identifier.ValueText ?? "";
        return node switch
        {
            MethodDeclarationSyntax method => $"{type}.{method.Identifier.ValueText}",
            LocalFunctionStatementSyntax local => $"{type}.{local.Identifier.ValueText}",
            ConstructorDeclarationSyntax => $"{type}.new",
            BaseTypeDeclarationSyntax declared => $"{type}.{declared.Identifier.ValueText}",
            _ => $"{type}.{node.Kind()}",
        };
    }

    /// <summary>From the first word after comments and attributes to the closing brace.</summary>
    private static int Length(SyntaxNode node)
    {
        SyntaxNodeOrToken start = node.ChildNodesAndTokens().First(static child => !child.IsKind(SyntaxKind.AttributeList));
        FileLinePositionSpan first = node.SyntaxTree.GetLineSpan(start.Span);
        return node.SyntaxTree.GetLineSpan(node.Span).EndLinePosition.Line - first.StartLinePosition.Line + 1;
    }
}
