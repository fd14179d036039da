using System.Data.Common;
using System.Security.Cryptography;

namespace BlacklistExchange.Server.Copies;

/// <summary>
/// Fills the empty tables of a database inside one transaction, table after table, then reads every row back and compares: what it calls done is what was given. The caller commits.
/// </summary>
internal sealed class RowImport : IDisposable
{
    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;
    private readonly IReadOnlyList<CopiedTable> _tables;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<TableDigest> _given = [];
    private RowTarget? _target;

    /// <summary>Throws <see cref="InvalidDataException"/> when a row is there already.</summary>
    public RowImport(DbConnection connection, DbTransaction transaction, IReadOnlyList<CopiedTable> tables)
    {
        (_connection, _transaction, _tables) = (connection, transaction, tables);
        if (tables.FirstOrDefault(table => RowsSql.HasRows(connection, transaction, table.Name)) is { } full)
        {
            throw new InvalidDataException($"Table {full.Name} holds rows already; name an empty database.");
        }
        RowsSql.Prepare(connection);
        Open();
    }

    /// <summary>The table that lines go into, and how many of its rows are in; null behind the last.</summary>
    public CopiedTable? Table => _given.Count < _tables.Count ? _tables[_given.Count] : null;

    public long Rows => _target?.Rows ?? 0;

    public void Add(ReadOnlySpan<byte> lines)
    {
        RowTarget target = _target ?? throw new InvalidDataException("There are rows behind the last table.");
        target.Add(lines);
        _hash.AppendData(lines);
    }

    /// <summary>Goes on to the next table.</summary>
    public void Next()
    {
        _target!.Complete();
        _given.Add(new TableDigest(Table!.Name, _target.Rows, Convert.ToHexStringLower(_hash.GetHashAndReset())));
        _target.Dispose();
        _target = null;
        Open();
    }

    /// <summary>When every table is in. Throws <see cref="InvalidDataException"/> when the database holds something else than it was given.</summary>
    public IReadOnlyList<TableDigest> Complete(CopyProgress progress)
    {
        foreach ((CopiedTable table, TableDigest given) in _tables.Zip(_given))
        {
            TableDigest there = ReadRows.Digest(_connection, _transaction, table, rows => progress.Report($"{table.Name}, compared", rows, given.Rows));
            if (there != given)
            {
                throw new InvalidDataException($"Table {table.Name} was given {given.Rows} rows with SHA-256 {given.Sha256} and holds {there.Rows} with {there.Sha256}.");
            }
            RowsSql.ContinueNumbers(_connection, _transaction, table);
        }
        return _given;
    }

    public void Dispose()
    {
        _target?.Dispose();
        _hash.Dispose();
    }

    private void Open() => _target = Table is { } table ? RowTarget.Open(_connection, table) : null;
}
