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

    /// <summary>Keys of <c>new KeyValuePair&lt;string, object?&gt;("key", …)</c>, also through a method of the same file that makes them.</summary>
    private static IEnumerable<string> Keys(SourceFile file, SyntaxNode node)
    {
        IEnumerable<SyntaxNode> called = node.DescendantNodes().OfType<IdentifierNameSyntax>()
            .SelectMany(name => file.Nodes<MethodDeclarationSyntax>().Where(method => method.Identifier.ValueText == name.Identifier.ValueText && !method.DescendantNodes().Contains(node)));
        return called.Prepend(node).SelectMany(static place => place.DescendantNodes().OfType<BaseObjectCreationExpressionSyntax>())
            .Select(static made => made.ArgumentList?.Arguments.FirstOrDefault()?.Expression).OfType<LiteralExpressionSyntax>()
            .Where(static literal => literal.IsKind(SyntaxKind.StringLiteralExpression)).Select(static literal => literal.Token.ValueText);
    }
}
