using System.Text.RegularExpressions;
using System.Xml.Linq;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Server.Tests.OpenApi;

/// <summary>What the protocol library's own documentation says about its messages: the one place where a field is explained.</summary>
internal static partial class XmlDocs
{
    private static readonly Dictionary<string, XElement> Members = XDocument.Load(Path.ChangeExtension(typeof(Routes).Assembly.Location, ".xml"))
        .Descendants("member").ToDictionary(static member => member.Attribute("name")!.Value, StringComparer.Ordinal);

    public static string Of(Type type) => Text(Members[$"T:{type.FullName}"].Element("summary"));

    /// <summary>Of a property, also where a record's parameter makes it.</summary>
    public static string Of(Type type, string property) => Text(
        Members.GetValueOrDefault($"P:{type.FullName}.{property}")?.Element("summary")
        ?? Members[$"T:{type.FullName}"].Elements("param").SingleOrDefault(parameter => parameter.Attribute("name")!.Value == property));

    private static string Text(XElement? element)
    {
        Assert.NotNull(element);
        string text = string.Concat(element.Nodes().Select(static node => node switch
        {
            XElement { Name.LocalName: "see" } see => Named(see.Attribute("cref")!.Value),
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            _ => node is XText plain ? plain.Value : "",
        }));
        return Space().Replace(text, " ").Trim();
    }

    /// <summary>A route by its path, everything else by its name.</summary>
    private static string Named(string cref)
    {
        string name = cref[(cref.LastIndexOf('.') + 1)..];
        return cref.StartsWith($"F:{typeof(Routes).FullName}.", StringComparison.Ordinal) ? $"`{typeof(Routes).GetField(name)!.GetRawConstantValue()}`" : name;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
