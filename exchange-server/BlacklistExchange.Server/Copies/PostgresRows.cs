using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace BlacklistExchange.Server.Copies;

/// <summary>PostgreSQL's binary import. Nothing else can be asked of the connection until it is completed.</summary>
internal sealed class PostgresRows : RowTarget
{
    private readonly NpgsqlBinaryImporter _importer;

    public PostgresRows(NpgsqlConnection connection, CopiedTable table)
        : base(table)
    {
        _importer = connection.BeginBinaryImport(RowsSql.Import(table));
        _importer.Timeout = TimeSpan.FromHours(1);
    }

    public override void Complete() => _importer.Complete();

    public override void Dispose() => _importer.Dispose();

    protected override void BeginRow() => _importer.StartRow();

    protected override void Null(int column) => _importer.WriteNull();

    protected override void Integer(int column, long value) => _importer.Write(value, NpgsqlDbType.Bigint);

    protected override void Text(int column, ReadOnlySpan<byte> utf8) => _importer.Write(Encoding.UTF8.GetString(utf8), NpgsqlDbType.Text);

    protected override void Blob(int column, ReadOnlySpan<byte> bytes) => _importer.Write(bytes.ToArray(), NpgsqlDbType.Bytea);

    protected override void EndRow()
    {
    }
}
