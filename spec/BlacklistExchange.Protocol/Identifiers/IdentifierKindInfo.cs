namespace BlacklistExchange.Protocol.Identifiers;

/// <summary>One line of the registry of kinds (spec/identifiers.md §3).</summary>
public sealed class IdentifierKindInfo
{
    internal IdentifierKindInfo(IdentifierKind kind, string name, bool isStrong, NamespaceRule? namespaceRule, Func<InputText, string, Reading> read)
    {
        (Kind, Name, IsStrong) = (kind, name, isStrong);
        (NamespaceRule, Read) = (namespaceRule, read);
    }

    /// <summary>The kind; its number is in the canonical bytes.</summary>
    public IdentifierKind Kind { get; }

    /// <summary>Name on the wire and in files, for example <c>resident-id</c>.</summary>
    public string Name { get; }

    /// <summary>True when a match on this kind alone identifies the same person, company or account (spec/identifiers.md §6).</summary>
    public bool IsStrong { get; }

    /// <summary>True when the identifier means nothing without a namespace.</summary>
    public bool NeedsNamespace => NamespaceRule is not null;

    internal NamespaceRule? NamespaceRule { get; }

    internal Func<InputText, string, Reading> Read { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
