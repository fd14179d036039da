using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BlacklistExchange.Server.Evaluation;

/// <summary>Bytes that JSON carries as base64url text without padding (RFC 4648 section 5).</summary>
/// <param name="Value">The bytes; null when the text that came is not the one encoding of any: what that is worth, the reader of the message decides.</param>
[JsonConverter(typeof(Converter))]
internal sealed record Base64UrlBytes(byte[]? Value)
{
    private static readonly SearchValues<byte> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    /// <summary>Strict: the framework's decoder passes over white space and takes padding, and that is not for the wire.</summary>
    internal static Base64UrlBytes Decode(ReadOnlySpan<byte> text)
    {
        if (text.Length % 4 == 1 || text.IndexOfAnyExcept(Alphabet) >= 0)
        {
            return new Base64UrlBytes(Value: null);
        }
        byte[] bytes = GC.AllocateUninitializedArray<byte>(Base64Url.GetMaxDecodedLength(text.Length));
        return Base64Url.DecodeFromUtf8(text, bytes, out _, out int written) == OperationStatus.Done && written == bytes.Length && IsOnlyEncoding(text, bytes)
            ? new Base64UrlBytes(bytes)
            : new Base64UrlBytes(Value: null);
    }

    /// <summary>The last character of a text that is no whole number of fours has bits to spare, which must be zero.</summary>
    private static bool IsOnlyEncoding(ReadOnlySpan<byte> text, ReadOnlySpan<byte> bytes)
    {
        Span<byte> end = stackalloc byte[4];
        int written = Base64Url.EncodeToUtf8(bytes[(bytes.Length / 3 * 3)..], end);
        return text.EndsWith(end[..written]);
    }

    internal sealed class Converter : JsonConverter<Base64UrlBytes>
    {
        public override Base64UrlBytes Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.String)
            {
                throw new JsonException();
            }
            if (!reader.ValueIsEscaped && !reader.HasValueSequence)
            {
                return Decode(reader.ValueSpan);
            }
            byte[] text = new byte[reader.HasValueSequence ? checked((int)reader.ValueSequence.Length) : reader.ValueSpan.Length];
            return Decode(text.AsSpan(0, reader.CopyString(text)));
        }

        public override void Write(Utf8JsonWriter writer, Base64UrlBytes value, JsonSerializerOptions options)
        {
            byte[] text = ArrayPool<byte>.Shared.Rent(Base64Url.GetEncodedLength(value.Value!.Length));
            writer.WriteStringValue(text.AsSpan(0, Base64Url.EncodeToUtf8(value.Value, text)));
            ArrayPool<byte>.Shared.Return(text);
        }
    }
}
