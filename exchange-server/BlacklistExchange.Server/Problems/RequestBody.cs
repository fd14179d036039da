using System.Buffers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace BlacklistExchange.Server.Problems;

/// <summary>
/// Reads a request's JSON strictly: one value, UTF-8, nothing after it, no unknown, doubled or missing field, no comments, bounded depth and size. Whatever
/// is wrong is a refusal that names the place; the bytes are zeroed afterwards, since reports carry entry keys.
/// </summary>
internal static class RequestBody
{
    private static readonly ConditionalWeakTable<JsonSerializerOptions, JsonSerializerOptions> Strict = [];

    public static async Task<Outcome<T>> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type, int maxBytes)
        where T : class => await ReadAsync(context, type, maxBytes, digest: null);

    /// <summary>The same with the SHA-256 of the exact bytes, by which a repeat is known.</summary>
    public static async Task<Outcome<(T Value, byte[] Digest)>> ReadDigestedAsync<T>(HttpContext context, JsonTypeInfo<T> type, int maxBytes)
        where T : class
    {
        byte[] digest = new byte[SHA256.HashSizeInBytes];
        return (await ReadAsync(context, type, maxBytes, digest)).TryGet(out T? value, out Refusal? refusal) ? (value, digest) : refusal;
    }

    private static async Task<Outcome<T>> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type, int maxBytes, byte[]? digest)
        where T : class
    {
        if (!IsJson(context.Request))
        {
            return new Refusal(ProblemTypes.UnsupportedMediaType, "Send Content-Type: application/json without Content-Encoding.");
        }
        if (context.Request.ContentLength > maxBytes)
        {
            return TooLarge(maxBytes);
        }
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = maxBytes;
        }
        byte[] rented = ArrayPool<byte>.Shared.Rent(maxBytes + 1);
        int length = 0;
        try
        {
            length = await FillAsync(context.Request.Body, rented.AsMemory(0, maxBytes + 1), context.RequestAborted);
            if (digest is not null)
            {
                SHA256.HashData(rented.AsSpan(0, length), digest);
            }
            return length > maxBytes ? TooLarge(maxBytes) : Parse(rented.AsSpan(0, length), type);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(rented.AsSpan(0, length));
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>The same for bytes already at hand.</summary>
    public static Outcome<T> Parse<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        JsonTypeInfo<T> strict = (JsonTypeInfo<T>)Strict.GetValue(type.Options, MakeStrict).GetTypeInfo(typeof(T));
        if (JsonShape.Check(json, strict) is { } refusal)
        {
            return refusal;
        }
        try
        {
            return JsonSerializer.Deserialize(json, strict) is { } value ? value : new Refusal(ProblemTypes.WrongType, "The body is null; it must be an object.");
        }
        catch (JsonException exception)
        {
            return new Refusal(ProblemTypes.WrongType, "The field's value does not fit: wrong JSON type, out of range, or null.") { Field = JsonShape.Trim(exception.Path) };
        }
    }

    private static Refusal TooLarge(int maxBytes) => new(ProblemTypes.TooLarge, $"At most {maxBytes} bytes.");

    private static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        && request.Headers.ContentEncoding.Count == 0;

    private static async Task<int> FillAsync(Stream body, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int length = 0;
        while (length < buffer.Length)
        {
            int read = await body.ReadAsync(buffer[length..], cancellationToken);
            if (read == 0)
            {
                break;
            }
            length += read;
        }
        return length;
    }

    private static JsonSerializerOptions MakeStrict(JsonSerializerOptions options) => new(options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        AllowTrailingCommas = false,
        ReadCommentHandling = JsonCommentHandling.Disallow,
        PropertyNameCaseInsensitive = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.Strict,
        MaxDepth = JsonShape.MaxDepth,
    };
}
