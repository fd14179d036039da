using System.Buffers;
using System.Buffers.Text;
using System.Data.Common;
using System.Text;

namespace BlacklistExchange.Server.Copies;

/// <summary>
/// Writes rows as JSON in the one way there is (spec/backup.md): no space, nothing escaped but the quotation mark, the backslash and what is below U+0020. So the same rows are the
/// same bytes, whichever engine or program wrote them, and digests can be compared.
/// </summary>
internal sealed class RowText(IReadOnlyList<CopiedColumn> columns, IBufferWriter<byte> into)
{
    private const byte FirstPlain = 0x20;
    private const int LongestInteger = 20;

    public void Write(DbDataReader row)
    {
        Put("["u8);
        for (int index = 0; index < columns.Count; index++)
        {
            if (index > 0)
            {
                Put(","u8);
            }
            if (row.IsDBNull(index))
            {
                Put("null"u8);
                continue;
            }
            switch (columns[index].Type)
            {
                case ColumnType.Integer:
                    Integer(row.GetInt64(index));
                    break;
                case ColumnType.Text:
                    Text(row.GetString(index));
                    break;
                default:
                    Blob(row.GetFieldValue<byte[]>(index));
                    break;
            }
        }
        Put("]\n"u8);
    }

    private void Integer(long value)
    {
        Utf8Formatter.TryFormat(value, into.GetSpan(LongestInteger), out int written);
        into.Advance(written);
    }

    private void Blob(byte[] value)
    {
        Put("\""u8);
        Base64.EncodeToUtf8(value, into.GetSpan(Base64.GetMaxEncodedToUtf8Length(value.Length)), out _, out int written);
        into.Advance(written);
        Put("\""u8);
    }

    private void Text(string value)
    {
        Put("\""u8);
        Span<byte> utf8 = into.GetSpan(Encoding.UTF8.GetMaxByteCount(value.Length));
        int length = Encoding.UTF8.GetBytes(value, utf8);
        if (utf8[..length].IndexOfAnyInRange((byte)0, (byte)(FirstPlain - 1)) < 0 && utf8[..length].IndexOfAny((byte)'"', (byte)'\\') < 0)
        {
            into.Advance(length);
        }
        else
        {
            Escape(Encoding.UTF8.GetBytes(value));
        }
        Put("\""u8);
    }

    private void Escape(ReadOnlySpan<byte> utf8)
    {
        foreach (byte one in utf8)
        {
            if (one < FirstPlain)
            {
                Put(Encoding.ASCII.GetBytes($"\\u{one:x4}"));
            }
            else if (one is (byte)'"' or (byte)'\\')
            {
                Put([(byte)'\\', one]);
            }
            else
            {
                Put([one]);
            }
        }
    }

    private void Put(ReadOnlySpan<byte> bytes) => into.Write(bytes);
}
