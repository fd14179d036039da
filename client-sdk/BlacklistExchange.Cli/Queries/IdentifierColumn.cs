using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Cli.Queries;

/// <summary>What one input column is said to hold.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Namespace">Its namespace, for kinds that need one.</param>
/// <param name="Column">Heading or number of the column; null for an input without columns.</param>
internal sealed record IdentifierColumn(IdentifierKind Kind, string? Namespace, string? Column)
{
    /// <summary>Reads <c>phone=tel,resident-id=id_no,seller-account:jd=shop</c>.</summary>
    /// <exception cref="InputException">It is not of that form.</exception>
    public static IReadOnlyList<IdentifierColumn> ParseApplicant(string text)
    {
        List<IdentifierColumn> columns = [];
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] sides = part.Split('=', 2, StringSplitOptions.TrimEntries);
            string[] names = sides[0].Split(':', 2);
            if (sides is not [_, { Length: > 0 } column])
            {
                throw new InputException("--applicant is KIND=COLUMN,KIND:NAMESPACE=COLUMN,… for example phone=tel,resident-id=id_no.");
            }
            IdentifierKind kind = KindOption.Parse(names[0]);
            KindOption.RequireNamespace(kind, names.Length == 2);
            columns.Add(new IdentifierColumn(kind, names.Length == 2 ? names[1] : null, column));
        }
        return columns.Count > 0 ? columns : throw new InputException("--applicant names no column.");
    }
}
