using System.CommandLine;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Cli;

/// <summary>The options that say what an input is said to be.</summary>
internal static class KindOption
{
    public static Option<string?> Create(bool required = false)
    {
        Option<string?> option = new("--kind")
        {
            Description = "Kind of the identifiers: " + string.Join(", ", IdentifierKinds.All.Select(static info => info.Name)) + ".",
            HelpName = "KIND",
            Required = required,
        };
        return option;
    }

    public static Option<string?> CreateNamespace() => new("--namespace")
    {
        Description = "Namespace of the kinds that need one: the platform, courier, issuing state…",
        HelpName = "NAME",
    };

    /// <exception cref="InputException">No kind has this name.</exception>
    public static IdentifierKind Parse(string? name) => IdentifierKinds.TryGetByName(name, out IdentifierKind kind) ? kind
        : throw new InputException($"--kind needs one of: {string.Join(", ", IdentifierKinds.All.Select(static info => info.Name))}.");

    /// <exception cref="InputException">A namespace is missing, or given where none belongs.</exception>
    public static void RequireNamespace(IdentifierKind kind, bool given)
    {
        IdentifierKindInfo info = IdentifierKinds.Info(kind);
        if (info.NeedsNamespace != given)
        {
            throw new InputException(given ? $"{info.Name} has no namespace; leave it out." : $"{info.Name} needs a namespace: --namespace NAME, in --applicant {info.Name}:NAME=COLUMN.");
        }
    }
}
