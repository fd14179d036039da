namespace BlacklistExchange.Cli.Queries;

/// <summary>One line of the input: its key and the chosen cells, or why it is a bad line.</summary>
/// <param name="Line">Physical line, from 1.</param>
/// <param name="Key">The caller's key: a column of theirs, else the line number.</param>
/// <param name="Cells">The chosen cells, in the order asked for. Personal data.</param>
/// <param name="Fault">Why the line is bad; null when it is not.</param>
internal sealed record InputRow(int Line, string Key, IReadOnlyList<string> Cells, string? Fault);
