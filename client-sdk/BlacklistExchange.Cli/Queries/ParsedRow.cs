using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Cli.Queries;

/// <summary>An input row with its identifiers in canonical form, or with the reason why it is a bad line.</summary>
internal sealed record ParsedRow(InputRow Row, IReadOnlyList<Identifier> Identifiers, string? Fault, IdentifierRefusal? Refusal)
{
    public bool IsBad => Fault is not null || Refusal is not null;

    /// <summary>Reads every cell as its column says; an applicant's empty cells are left out. One bad cell makes the row a bad line, so that no answer is half an answer.</summary>
    public static ParsedRow Of(InputRow row, IReadOnlyList<IdentifierColumn> columns)
    {
        List<Identifier> identifiers = [];
        for (int index = 0; row.Fault is null && index < columns.Count; index++)
        {
            if (columns.Count > 1 && string.IsNullOrWhiteSpace(row.Cells[index]))
            {
                continue;
            }
            if (!Identifier.TryParse(columns[index].Kind, row.Cells[index], columns[index].Namespace, out Identifier? identifier, out IdentifierRefusal? refusal))
            {
                return new ParsedRow(row, [], null, columns.Count == 1 ? refusal : refusal with { Message = $"({IdentifierKinds.Name(columns[index].Kind)}) {refusal.Message}" });
            }
            identifiers.Add(identifier);
        }
        return new ParsedRow(row, identifiers, row.Fault ?? (identifiers.Count == 0 ? "all of the applicant's cells are empty" : null), null);
    }
}
