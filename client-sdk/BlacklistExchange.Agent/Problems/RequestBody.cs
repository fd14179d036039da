using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace BlacklistExchange.Agent.Problems;

/// <summary>Reads a request's JSON whole and zeroes the bytes afterwards, since they hold identifiers.</summary>
internal static class RequestBody
{
    public static async Task<(T? Value, Refusal? Refusal)> ReadAsync<T>(HttpContext context, string[] known, Func<JsonFields, T> read)
        where T : class
    {
        if (!Is(context.Request, "application/json"))
        {
            return (null, new Refusal(ProblemTypes.UnsupportedMediaType, "Send Content-Type: application/json without Content-Encoding."));
        }
        // The server itself refuses a body beyond the limit.
        byte[] rented = ArrayPool<byte>.Shared.Rent(AgentHost.MaxBodyBytes);
        int length = 0;
        try
        {
            length = await context.Request.Body.ReadAtLeastAsync(rented.AsMemory(0, AgentHost.MaxBodyBytes), AgentHost.MaxBodyBytes, throwOnEndOfStream: false, context.RequestAborted);
            if (length == AgentHost.MaxBodyBytes && await context.Request.Body.ReadAsync(new byte[1], context.RequestAborted) > 0)
            {
                return (null, new Refusal(ProblemTypes.TooLarge, $"At most {AgentHost.MaxBodyBytes} bytes."));
            }
            return JsonReading.Read(rented.AsMemory(0, length), known, read);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(rented.AsSpan(0, length));
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    public static bool Is(HttpRequest request, string mediaType) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
        && type.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        && request.Headers.ContentEncoding.Count == 0;
}
