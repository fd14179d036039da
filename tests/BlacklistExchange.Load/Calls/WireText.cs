using System.Buffers.Text;

namespace BlacklistExchange.Load.Calls;

/// <summary>Bytes as the wire writes them.</summary>
internal static class WireText
{
    public static string Of(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    public static byte[] Bytes(string text) => Base64Url.DecodeFromChars(text);
}
