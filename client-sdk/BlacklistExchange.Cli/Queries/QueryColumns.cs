using System.CommandLine;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Cli.Queries;

/// <summary>The options that say what an input holds: one kind, or several columns of one applicant.</summary>
internal sealed class QueryColumns
{
    private readonly Option<string?> _kind = KindOption.Create();
    private readonly Option<string?> _namespace = KindOption.CreateNamespace();

    private readonly Option<string?> _applicant = new("--applicant")
    {
        Description = "With --csv: several columns of one person or company, KIND=COLUMN,KIND:NAMESPACE=COLUMN,…; answers strong or weak, and why.",
        HelpName = "COLUMNS",
    };

    public void AddTo(Command command)
    {
        command.Add(_kind);
        command.Add(_namespace);
        command.Add(_applicant);
    }

    /// <exception cref="InputException">They contradict each other, or a kind or namespace is wrong.</exception>
    public (IReadOnlyList<IdentifierColumn> Columns, bool IsApplicant) Read(CommandRun run, SourceOptions source)
    {
        string? applicant = run.Value(_applicant);
        string? column = run.Value(source.Column);
        if (applicant is not null && (run.Value(_kind) is not null || column is not null || run.Value(_namespace) is not null))
        {
            throw new InputException("--applicant names kinds, namespaces and columns itself: leave out --kind, --namespace and --column.");
        }
        if (applicant is not null)
        {
            return (IdentifierColumn.ParseApplicant(applicant), true);
        }
        IdentifierKind kind = KindOption.Parse(run.Value(_kind));
        KindOption.RequireNamespace(kind, !string.IsNullOrEmpty(run.Value(_namespace)));
        return ([new IdentifierColumn(kind, run.Value(_namespace), column)], false);
    }
}
