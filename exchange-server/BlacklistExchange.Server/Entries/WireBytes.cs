using System.Buffers.Text;
using System.Security.Cryptography;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Server.Problems;

namespace BlacklistExchange.Server.Entries;

/// <summary>Reads and writes base64url fields.</summary>
internal static class WireBytes
{
    public static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);

    /// <summary>Any number of bytes.</summary>
    public static Outcome<byte[]> Read(string text, string field)
    {
        try
        {
            // The framework's decoder also takes '%' for padding.
            if (!text.AsSpan().ContainsAny("=% \t\r\n"))
            {
                return Base64Url.DecodeFromChars(text);
            }
        }
        catch (FormatException)
        {
            // The refusal below says so.
        }
        return new Refusal(ProblemTypes.InvalidField, "The field is not base64url without padding.") { Field = field };
    }

    /// <summary>Exactly <paramref name="length"/> bytes.</summary>
    public static Outcome<byte[]> Read(string text, int length, string field, int? index = null)
    {
        if (!Read(text, field).TryGet(out byte[]? bytes, out Refusal? refusal))
        {
            return refusal with { Index = index };
        }
        return bytes.Length == length ? bytes
            : new Refusal(ProblemTypes.InvalidField, $"The field has {bytes.Length} bytes; it must have {length}.") { Field = field, Index = index };
    }

    /// <summary>An entry key; the caller disposes of it.</summary>
    public static Outcome<EntryKey> Key(string text, string field, int? index = null)
    {
        if (!Read(text, EntryKey.Size, field, index).TryGet(out byte[]? bytes, out Refusal? refusal))
        {
            return refusal;
        }
        EntryKey key = EntryKey.Import(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return key;
    }
}
