using System.Buffers;
using System.Buffers.Text;
using System.Data.Common;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace BlacklistExchange.Server.Copies;

/// <summary>Writes the lines of one table into a database, inside the caller's transaction.</summary>
internal abstract class RowTarget(CopiedTable table) : IDisposable
{
    private static readonly JsonReaderOptions Lines = new() { AllowMultipleValues = true };
    private byte[] _buffer = new byte[64 << 10];

    public long Rows { get; private set; }

    protected CopiedTable Table { get; } = table;

    public static RowTarget Open(DbConnection connection, CopiedTable table) => connection switch
    {
        SqliteConnection sqlite => new SqliteRows(sqlite, table),
        NpgsqlConnection postgres => new PostgresRows(postgres, table),
        _ => throw new ArgumentException($"There is no way to write rows over {connection.GetType().Name}.", nameof(connection)),
    };

    /// <summary>Whole lines as <see cref="ReadRows"/> makes them. Throws <see cref="InvalidDataException"/> with the row and the column that are not.</summary>
    public void Add(ReadOnlySpan<byte> lines)
    {
        Utf8JsonReader reader = new(lines, Lines);
        try
        {
            while (reader.Read())
            {
                Require(reader.TokenType == JsonTokenType.StartArray, "is no array");
                BeginRow();
                for (int column = 0; column < Table.Columns.Count; column++)
                {
                    reader.Read();
                    AddValue(ref reader, column);
                }
                reader.Read();
                Require(reader.TokenType == JsonTokenType.EndArray, $"has more than {Table.Columns.Count} values");
                EndRow();
                Rows++;
            }
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"Table {Table.Name}, row {Rows + 1} is no JSON: {exception.Message}", exception);
        }
    }

    /// <summary>Nothing more comes.</summary>
    public abstract void Complete();

    public abstract void Dispose();

    protected abstract void BeginRow();

    protected abstract void Null(int column);

    protected abstract void Integer(int column, long value);

    protected abstract void Text(int column, ReadOnlySpan<byte> utf8);

    protected abstract void Blob(int column, ReadOnlySpan<byte> bytes);

    protected abstract void EndRow();

    private void AddValue(ref Utf8JsonReader reader, int column)
    {
        switch (reader.TokenType, Table.Columns[column].Type)
        {
            case (JsonTokenType.Null, _):
                Null(column);
                break;
            case (JsonTokenType.Number, ColumnType.Integer):
                Require(reader.TryGetInt64(out long value), $"has no 64-bit integer for {Table.Columns[column].Name}");
                Integer(column, value);
                break;
            case (JsonTokenType.String, ColumnType.Text):
                Fit(reader.ValueSpan.Length);
                Text(column, _buffer.AsSpan(0, reader.CopyString(_buffer)));
                break;
            case (JsonTokenType.String, ColumnType.Blob):
                Fit(reader.ValueSpan.Length);
                OperationStatus status = Base64.DecodeFromUtf8(reader.ValueSpan, _buffer, out int consumed, out int written);
                Require(status == OperationStatus.Done && consumed == reader.ValueSpan.Length, $"has no base64 for {Table.Columns[column].Name}");
                Blob(column, _buffer.AsSpan(0, written));
                break;
            default:
                Require(false, $"has {reader.TokenType} for {Table.Columns[column].Name}, which is {Table.Columns[column].Type}");
                break;
        }
    }

    private void Fit(int length)
    {
        if (_buffer.Length < length)
        {
            _buffer = new byte[length];
        }
    }

    private void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidDataException($"Table {Table.Name}, row {Rows + 1} {what}.");
        }
    }
}
