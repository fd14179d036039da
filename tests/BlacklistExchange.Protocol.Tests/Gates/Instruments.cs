using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BlacklistExchange.Protocol.Tests.Gates;

/// <summary>The instruments that the sources make: name, kind, unit, labels and meaning.</summary>
internal static class Instruments
{
    /// <summary>One line an instrument, as spec/telemetry.md writes it.</summary>
    public static IEnumerable<string> Of(SourceFile file) =>
        from call in file.Nodes<InvocationExpressionSyntax>()
        let kind = Kind(call)
        where kind is not null
        let texts = call.ArgumentList.Arguments.Select(static argument => argument.Expression).OfType<LiteralExpressionSyntax>().Select(static literal => literal.Token.ValueText).ToArray()
        select string.Join(" | ", texts.ElementAtOrDefault(0) ?? "?", kind, texts.ElementAtOrDefault(1) ?? "?", Labels(file, call), texts.ElementAtOrDefault(2) ?? "?");

    private static string? Kind(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax { Name: var name } && name.Identifier.ValueText.StartsWith("Create", StringComparison.Ordinal)
            ? name.Identifier.ValueText["Create".Length..] switch
            {
                "Counter" or "ObservableCounter" => "counter",
                "UpDownCounter" or "ObservableUpDownCounter" => "up-down counter",
                "Gauge" or "ObservableGauge" => "gauge",
                "Histogram" => "histogram",
                _ => null,
            }
            : null;

    /// <summary>Names of the labels that any <c>Add</c> or <c>Record</c> on the field, or the observation itself, sets.</summary>
    private static string Labels(SourceFile file, InvocationExpressionSyntax creation)
    {
        string? field = creation.Ancestors().OfType<VariableDeclaratorSyntax>().FirstOrDefault()?.Identifier.ValueText
            ?? (creation.Parent as AssignmentExpressionSyntax)?.Left.ToString();
        IEnumerable<InvocationExpressionSyntax> records = SourceFile.All.Where(other => other == file || other.Project == file.Project).Prepend(file).Distinct()
            .SelectMany(static other => other.Nodes<InvocationExpressionSyntax>()).Where(call => Records(call, field));
        string[] labels = [.. records.Append(creation).SelectMany(call => Keys(file, call)).Distinct().Order(StringComparer.Ordinal)];
        return labels.Length == 0 ? "–" : string.Join(", ", labels);
    }

    private static bool Records(InvocationExpressionSyntax call, string? field) =>
        call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add" or "Record", Expression: var target } && field is not null
        && (target.ToString() == field || target.ToString().EndsWith("." + field, StringComparison.Ordinal));

    /// <summary>Keys of <c>new KeyValuePair&lt;string, object?&gt;("key", …)</c> or of a method of the file that makes one, also inside the methods that <paramref name="node"/> calls.</summary>
    private static IEnumerable<string> Keys(SourceFile file, SyntaxNode node)
    {
        List<MethodDeclarationSyntax> methods = [.. file.Nodes<MethodDeclarationSyntax>()];
        string[] makers = [.. methods.Where(static method => method.ReturnType.ToString().StartsWith("KeyValuePair", StringComparison.Ordinal)).Select(static method => method.Identifier.ValueText)];
        IEnumerable<SyntaxNode> called = node.DescendantNodes().OfType<IdentifierNameSyntax>()
            .SelectMany(name => methods.Where(method => method.Identifier.ValueText == name.Identifier.ValueText && !method.Span.Contains(node.Span)));
        return called.Prepend(node).SelectMany(static place => place.DescendantNodes()).Select(made => made switch
        {
            BaseObjectCreationExpressionSyntax creation => creation.ArgumentList,
            InvocationExpressionSyntax { Expression: IdentifierNameSyntax name } call when makers.Contains(name.Identifier.ValueText) => call.ArgumentList,
            _ => null,
        }).Select(static arguments => arguments?.Arguments.FirstOrDefault()?.Expression).OfType<LiteralExpressionSyntax>()
            .Where(static literal => literal.IsKind(SyntaxKind.StringLiteralExpression)).Select(static literal => literal.Token.ValueText);
    }
}
