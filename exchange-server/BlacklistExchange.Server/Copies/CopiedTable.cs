namespace BlacklistExchange.Server.Copies;

/// <summary>The three types that columns of a hub's tables have, on every engine.</summary>
internal enum ColumnType
{
    Integer,
    Text,
    Blob,
}

internal sealed record CopiedColumn(string Name, ColumnType Type);

/// <summary>A table as a copy sees it.</summary>
/// <param name="Name">Its name, the same on every engine.</param>
/// <param name="Columns">In the order of its creation.</param>
/// <param name="Key">Columns of its primary key: rows are copied in that order, so that the same rows give the same bytes wherever they lie.</param>
/// <param name="Parents">Tables that its rows refer to, which come before it.</param>
internal sealed record CopiedTable(string Name, IReadOnlyList<CopiedColumn> Columns, IReadOnlyList<string> Key, IReadOnlyList<string> Parents);
