namespace BlacklistExchange.Cli.Queries;

/// <summary>Rows that are noted, asked and written together, and the bad lines among them.</summary>
/// <param name="Rows">Good rows, by line.</param>
/// <param name="Bad">Bad lines, by line.</param>
internal sealed record RowPiece(IReadOnlyList<ParsedRow> Rows, IReadOnlyList<VerdictRow> Bad)
{
    public IEnumerable<int> Lines => Rows.Select(static one => one.Row.Line);
}
