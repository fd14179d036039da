using System.Buffers;
using System.Data.Common;
using System.Security.Cryptography;

namespace BlacklistExchange.Server.Copies;

/// <summary>Some rows as lines; valid until the next piece is asked for.</summary>
internal readonly record struct RowLines(ReadOnlyMemory<byte> Bytes, int Rows);

/// <summary>
/// Reads a table as lines: one JSON array a row, in the order of its columns; integers as numbers, text as strings, bytes as base64, and null. Whole rows, in pieces of
/// <see cref="PieceSize"/> bytes and what the last row goes beyond: a table of any size never lies on the heap.
/// </summary>
internal static class ReadRows
{
    public const int PieceSize = 4 << 20;

    public static IEnumerable<RowLines> Run(DbConnection connection, DbTransaction transaction, CopiedTable table)
    {
        ArrayBufferWriter<byte> lines = new(PieceSize + (64 << 10));
        RowText text = new(table.Columns, lines);
        using DbDataReader reader = RowsSql.Read(connection, transaction, table);
        int rows = 0;
        while (reader.Read())
        {
            text.Write(reader);
            rows++;
            if (lines.WrittenCount >= PieceSize)
            {
                yield return new RowLines(lines.WrittenMemory, rows);
                lines.ResetWrittenCount();
                rows = 0;
            }
        }
        if (rows > 0)
        {
            yield return new RowLines(lines.WrittenMemory, rows);
        }
    }

    /// <summary>How many rows a table has, and the SHA-256 of their lines.</summary>
    public static TableDigest Digest(DbConnection connection, DbTransaction transaction, CopiedTable table, Action<long>? progress = null)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long rows = 0;
        foreach (RowLines lines in Run(connection, transaction, table))
        {
            hash.AppendData(lines.Bytes.Span);
            rows += lines.Rows;
            progress?.Invoke(rows);
        }
        return new TableDigest(table.Name, rows, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}

/// <summary>What a table holds: the same on every engine for the same rows.</summary>
internal sealed record TableDigest(string Table, long Rows, string Sha256);
