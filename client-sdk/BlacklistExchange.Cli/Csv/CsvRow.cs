namespace BlacklistExchange.Cli.Csv;

/// <summary>One record of a CSV file, or the line that could not be read as one.</summary>
/// <param name="Line">Physical line on which the record begins, from 1.</param>
/// <param name="Fields">The fields; empty when there is a fault.</param>
/// <param name="Fault">Why the line is not a record; null when it is one. Never repeats the content.</param>
internal sealed record CsvRow(int Line, IReadOnlyList<string> Fields, string? Fault);
