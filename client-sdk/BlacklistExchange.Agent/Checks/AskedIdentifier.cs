using BlacklistExchange.Agent.Problems;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Agent.Checks;

/// <summary>One identifier of a request: read, or refused with the reason. A text that is no identifier is an answer, not a fault of the request.</summary>
internal sealed record AskedIdentifier(IdentifierKind Kind, Identifier? Identifier, IdentifierRefusal? Refusal)
{
    public static readonly string[] Fields = ["kind", "value", "namespace"];

    /// <summary>What was sent, of a text that was refused: kept with a check that has to wait, so that its answer has the same places.</summary>
    public (string Value, string? Namespace)? Refused { get; private init; }

    private static readonly string Kinds = string.Join(", ", IdentifierKinds.All.Select(static info => info.Name));

    public static AskedIdentifier Read(JsonFields fields)
    {
        string name = fields.Text("kind", 100);
        string value = fields.Text("value", int.MaxValue, least: 0);
        string? ns = fields.OptionalText("namespace", int.MaxValue, least: 0);
        if (!IdentifierKinds.TryGetByName(name, out IdentifierKind kind))
        {
            fields.Refuse("kind", $"One of {Kinds}.");
            return new AskedIdentifier(IdentifierKinds.All[0].Kind, null, null);
        }
        return Of(kind, value, ns);
    }

    public static AskedIdentifier Of(IdentifierKind kind, string value, string? ns)
    {
        Identifier.TryParse(kind, value, ns, out Identifier? identifier, out IdentifierRefusal? refusal);
        return new AskedIdentifier(kind, identifier, refusal) { Refused = identifier is null ? (value, ns) : null };
    }

    /// <summary>The kind alone.</summary>
    public override string ToString() => IdentifierKinds.Name(Kind);
}
