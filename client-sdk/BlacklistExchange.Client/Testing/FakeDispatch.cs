using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BlacklistExchange.Protocol.Wire;
using Microsoft.AspNetCore.Http;

namespace BlacklistExchange.Client.Testing;

/// <summary>Reads and writes the bodies of a fake hub.</summary>
internal static class FakeDispatch
{
    public static async Task<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static Task WriteAsync<T>(HttpContext context, T answer, JsonTypeInfo<T> type, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(answer, type), context.RequestAborted).AsTask();
    }

    public static Task RefuseAsync(HttpContext context, Problem problem)
    {
        context.Response.StatusCode = problem.Status;
        context.Response.ContentType = "application/problem+json";
        return context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(problem, WireJson.Default.Problem), context.RequestAborted).AsTask();
    }

    /// <summary>Serves bytes with Range; ends the stream after <paramref name="cutAfter"/> bytes when that is set.</summary>
    public static async Task FileAsync(HttpContext context, byte[] file, int? cutAfter)
    {
        long from = FromOf(context) ?? 0;
        if (from >= file.Length && file.Length > 0)
        {
            context.Response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            return;
        }
        context.Response.StatusCode = from > 0 ? StatusCodes.Status206PartialContent : StatusCodes.Status200OK;
        context.Response.ContentType = "application/octet-stream";
        int length = (int)Math.Min(file.Length - from, cutAfter ?? int.MaxValue);
        // A cut is a body that ends early: a length in the header would make the server reset the stream, and what had arrived be lost on the way.
        context.Response.ContentLength = length < file.Length - from ? null : length;
        if (from > 0)
        {
            context.Response.Headers.ContentRange = $"bytes {from}-{file.Length - 1}/{file.Length}";
        }
        await context.Response.Body.WriteAsync(file.AsMemory((int)from, length), context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>The first byte a Range header asks for; null without one.</summary>
    public static long? FromOf(HttpContext context) => context.Request.GetTypedHeaders().Range?.Ranges.FirstOrDefault()?.From;
}
