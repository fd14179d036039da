using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace BlacklistExchange.Client.Storage;

/// <summary>
/// Writes a JSON body that holds entry keys, without ever making a string of one: strings cannot be zeroed. Property names are the wire's own.
/// </summary>
internal sealed class SecretJson : IDisposable
{
    private readonly SecretBuffer _buffer = new();
    private readonly Utf8JsonWriter _writer;

    public SecretJson()
    {
        _writer = new Utf8JsonWriter(_buffer);
        _writer.WriteStartObject();
    }

    /// <summary>The finished body; worthless after disposal.</summary>
    public ReadOnlyMemory<byte> Written
    {
        get
        {
            _writer.Flush();
            return _buffer.Written;
        }
    }

    public SecretJson Text(string name, string value)
    {
        _writer.WriteString(name, value);
        return this;
    }

    public SecretJson Number(string name, long value)
    {
        _writer.WriteNumber(name, value);
        return this;
    }

    /// <summary>Bytes as base64url.</summary>
    public SecretJson Bytes(string name, ReadOnlySpan<byte> value)
    {
        byte[] text = GC.AllocateArray<byte>(Base64Url.GetEncodedLength(value.Length), pinned: true);
        Base64Url.EncodeToUtf8(value, text);
        _writer.WriteString(name, text);
        CryptographicOperations.ZeroMemory(text);
        return this;
    }

    public SecretJson StartObject(string? name = null)
    {
        if (name is null)
        {
            _writer.WriteStartObject();
        }
        else
        {
            _writer.WriteStartObject(name);
        }
        return this;
    }

    public SecretJson StartArray(string name)
    {
        _writer.WriteStartArray(name);
        return this;
    }

    public SecretJson EndArray()
    {
        _writer.WriteEndArray();
        return this;
    }

    public SecretJson EndObject()
    {
        _writer.WriteEndObject();
        return this;
    }

    public void Dispose()
    {
        _writer.Dispose();
        _buffer.Dispose();
    }
}
