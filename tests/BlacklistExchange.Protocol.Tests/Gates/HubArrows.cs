using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BlacklistExchange.Protocol.Tests.Gates;

/// <summary>Which folder of the hub uses which, and what that breaks. A folder is used by <c>using</c> or by a qualified name; C# knows no third way to name a type of it.</summary>
internal sealed class HubArrows(IReadOnlyList<SourceFile> files)
{
    private const string Hub = "BlacklistExchange.Server";

    /// <summary>Each line may use the lines below it, and its own as long as nothing goes round in a circle.</summary>
    private static readonly string[][] Lines =
    [
        [""],
        ["OperatorConsole"],
        ["Soundness"],
        ["Copies"],
        ["Evaluation", "Reports", "Acts", "Snapshots", "Incidents", "Officers", "Reconciliation"],
        ["Certificates", "Entries", "Epochs", "Lists", "Members", "Usage"],
        ["Audit", "Clock", "Restoration"],
        ["Access"],
        ["Storage", "Problems", "Telemetry"],
    ];

    /// <summary>Of the hub's root, what it is set to and where it listens may be known anywhere; the rest is composition.</summary>
    private static readonly string[] Known = ["HubOptions", "HubAddresses"];

    private readonly HashSet<string> _composition = [.. files.Where(static file => file.Folder.Length == 0 && !Known.Contains(file.Name))
        .SelectMany(static file => file.Nodes<BaseTypeDeclarationSyntax>()).Select(static type => type.Identifier.ValueText)];

    private sealed record Arrow(string From, string To, string Where);

    public IEnumerable<string> Violations()
    {
        List<Arrow> arrows = [.. files.SelectMany(Arrows).Where(static arrow => arrow.From != arrow.To)];
        return [.. arrows.Select(Upward).OfType<string>(), .. Circles(arrows)];
    }

    private static string? Upward(Arrow arrow) =>
        Line(arrow.From) < 0 ? $"{arrow.Where} folder {arrow.From} has no line in {nameof(HubArrows)}."
        : Line(arrow.To) < 0 ? $"{arrow.Where} uses folder {arrow.To}, which has no line in {nameof(HubArrows)}."
        : Line(arrow.To) < Line(arrow.From) ? $"{arrow.Where} {arrow.From} uses {(arrow.To.Length == 0 ? "the composition root" : arrow.To)}, which stands above it."
        : null;

    /// <summary>Folders of one line that use each other, directly or round about.</summary>
    private static IEnumerable<string> Circles(List<Arrow> arrows)
    {
        ILookup<string, Arrow> from = arrows.Where(static arrow => Line(arrow.From) == Line(arrow.To)).ToLookup(static arrow => arrow.From);
        return from.SelectMany(static group => group).Where(arrow => Reaches(from, arrow.To, arrow.From))
            .Select(static arrow => $"{arrow.Where} {arrow.From} uses {arrow.To}, and {arrow.To} uses {arrow.From}: a circle.");
    }

    private static bool Reaches(ILookup<string, Arrow> from, string start, string end)
    {
        HashSet<string> seen = [];
        Stack<string> open = new([start]);
        while (open.TryPop(out string? folder))
        {
            if (folder == end)
            {
                return true;
            }
            if (seen.Add(folder))
            {
                from[folder].ToList().ForEach(arrow => open.Push(arrow.To));
            }
        }
        return false;
    }

    private IEnumerable<Arrow> Arrows(SourceFile file)
    {
        string own = file.Folder.Split('.')[0];
        IEnumerable<(string To, SyntaxNode Node)> used = Used(file);
        // A verb stands beside its use case and speaks through the console's client.
        return used.Where(use => !(use.To == "OperatorConsole" && file.Name.EndsWith("Command", StringComparison.Ordinal)))
            .Select(use => new Arrow(own, use.To, file.At(use.Node)));
    }

    private IEnumerable<(string To, SyntaxNode Node)> Used(SourceFile file)
    {
        foreach (UsingDirectiveSyntax directive in file.Nodes<UsingDirectiveSyntax>())
        {
            string name = directive.NamespaceOrType.ToString().Replace("global::", "", StringComparison.Ordinal);
            if (name.StartsWith(Hub + ".", StringComparison.Ordinal))
            {
                yield return (name[(Hub.Length + 1)..].Split('.')[0], directive);
            }
        }
        foreach (IdentifierNameSyntax identifier in file.Nodes<IdentifierNameSyntax>())
        {
            string name = identifier.Identifier.ValueText;
            if (Line(name) > 0 && IsQualifier(identifier))
            {
                yield return (name, identifier);
            }
            else if (file.Folder.Length > 0 && file.Folder != "OperatorConsole" && _composition.Contains(name) && !IsMember(identifier))
            {
                yield return ("", identifier);
            }
        }
    }

    /// <summary><c>Storage.Kek</c> or <c>BlacklistExchange.Server.Storage.Kek</c>: a folder's name on the left of a dot that nothing but a namespace can be.</summary>
    private static bool IsQualifier(IdentifierNameSyntax name) => name.Parent switch
    {
        QualifiedNameSyntax qualified when qualified.Left == name => qualified.Parent is not (BaseNamespaceDeclarationSyntax or UsingDirectiveSyntax),
        QualifiedNameSyntax { Left: var left, Parent: QualifiedNameSyntax } when left.ToString() == Hub => true,
        MemberAccessExpressionSyntax { Expression: var left, Parent: MemberAccessExpressionSyntax } access => left == name || access.Expression.ToString() == Hub,
        _ => false,
    };

    private static bool IsMember(IdentifierNameSyntax name) =>
        name.Parent is MemberAccessExpressionSyntax { Name: var member } && member == name || name.Parent is NameColonSyntax or NameEqualsSyntax or MemberBindingExpressionSyntax;

    private static int Line(string folder) => Array.FindIndex(Lines, line => line.Contains(folder, StringComparer.Ordinal));
}
