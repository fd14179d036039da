using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BlacklistExchange.Protocol.Tests.Gates;

/// <summary>One C# file, parsed by the compiler that builds it.</summary>
internal sealed record SourceFile(string Path, string Text, CompilationUnitSyntax Tree)
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest);

    /// <summary>Every C# file of the tree.</summary>
    public static IReadOnlyList<SourceFile> All { get; } =
        [.. Repository.Files.Where(static path => path.EndsWith(".cs", StringComparison.Ordinal)).Select(static path => Parse(path, Repository.Read(path)))];

    /// <summary>What ships: all but tests.</summary>
    public static IEnumerable<SourceFile> Shipped => All.Where(static file => !file.Path.StartsWith("tests/", StringComparison.Ordinal));

    public static IEnumerable<SourceFile> Hub => All.Where(static file => file.Project == "BlacklistExchange.Server");

    /// <summary>The project's folder: the second of the path.</summary>
    public string Project => Path.Split('/')[1];

    /// <summary>Folders inside the project, joined by dots; empty in its root.</summary>
    public string Folder => string.Join('.', Path.Split('/')[2..^1]);

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public int Lines => Text.Count(static letter => letter == '\n');

    public static SourceFile Parse(string path, string text) => new(path, text, (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(text, Options).GetRoot());

    public IEnumerable<T> Nodes<T>() => Tree.DescendantNodes().OfType<T>();

    /// <summary>The text of every string literal, pieces of interpolated ones included.</summary>
    public IEnumerable<(string Text, SyntaxNode Node)> Strings() =>
        Nodes<LiteralExpressionSyntax>().Where(static literal => literal.IsKind(SyntaxKind.StringLiteralExpression)).Select(static literal => (literal.Token.ValueText, (SyntaxNode)literal))
            .Concat(Nodes<InterpolatedStringExpressionSyntax>().Select(static text => (text.Contents.ToString(), (SyntaxNode)text)));

    /// <summary>Where, for people: <c>file:line</c>.</summary>
    public string At(SyntaxNodeOrToken place) => $"{Path}:{Tree.SyntaxTree.GetLineSpan(place.Span).StartLinePosition.Line + 1}";
}
