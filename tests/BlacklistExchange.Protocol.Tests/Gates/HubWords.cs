using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BlacklistExchange.Protocol.Tests.Gates;

/// <summary>The words by which one speaks to the hub, from its sources: settings and what a verb takes.</summary>
internal static class HubWords
{
    private const string Hub = "exchange-server/BlacklistExchange.Server";
    private static readonly Dictionary<string, TypeDeclarationSyntax> Options =
        SourceFile.Hub.Single(static file => file.Path == $"{Hub}/HubOptions.cs").Nodes<TypeDeclarationSyntax>().ToDictionary(static type => type.Identifier.ValueText, StringComparer.Ordinal);

    /// <summary>Every setting as the environment names it, after its prefix: <c>Member__Port</c>, with its type.</summary>
    public static IReadOnlyDictionary<string, string> Settings { get; } = Below("HubOptions", "").ToDictionary(StringComparer.Ordinal);

    /// <summary>What <c>bex-hub VERB</c> takes: <c>--data</c>, <c>--if-missing</c>; null when there is no such verb.</summary>
    public static IReadOnlySet<string>? OptionsOf(string verb)
    {
        string name = char.ToUpperInvariant(verb[0]) + verb[1..] + "Command";
        SourceFile? file = SourceFile.Hub.SingleOrDefault(file => file.Path == $"{Hub}/OperatorConsole/{name}.cs");
        return file is null ? null : new[] { file, SourceFile.Hub.Single(static one => one.Name == "ConsoleOptions") }
            .SelectMany(static one => one.Strings()).Select(static text => text.Text).Where(static text => text.StartsWith("--", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
    }

    private static IEnumerable<KeyValuePair<string, string>> Below(string type, string prefix) => Options[type].Members.OfType<PropertyDeclarationSyntax>().SelectMany(property =>
    {
        string kind = property.Type.ToString();
        string name = prefix + property.Identifier.ValueText;
        return Options.ContainsKey(kind) ? Below(kind, name + "__") : [KeyValuePair.Create(name, kind)];
    });
}
