using System.Globalization;
using System.Text.Json;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Server.Problems;

/// <summary>
/// An expected refusal, as a value. Return it from a use case (see <see cref="Outcome{T}"/>) and from an endpoint: it writes itself as
/// <c>application/problem+json</c>. <see cref="Detail"/> says what happened and what to do; never an identifier, key or element.
/// </summary>
internal sealed record Refusal(ProblemType Type, string? Detail = null) : IResult
{
    public const string ContentType = "application/problem+json";

    /// <summary>Path of the field at fault, for example <c>groups[2].elements</c>.</summary>
    public string? Field { get; init; }

    public int? Group { get; init; }

    public int? Index { get; init; }

    /// <summary>Budget counter that refused: burst, day, epoch, hub or key.</summary>
    public string? Counter { get; init; }

    public long? Remaining { get; init; }

    /// <summary>Unix seconds; also sent as Retry-After.</summary>
    public long? RetryAt { get; init; }

    public string? Contact { get; init; }

    public string? Incident { get; init; }

    public Problem ToProblem() => new()
    {
        Type = Problem.TypePrefix + Type.Name,
        Title = Type.Title,
        Status = Type.Status,
        Detail = Detail,
        Field = Field,
        Group = Group,
        Index = Index,
        Counter = Counter,
        Remaining = Remaining,
        RetryAt = RetryAt,
        Contact = Contact,
        Incident = Incident,
    };

    public Task ExecuteAsync(HttpContext httpContext)
    {
        HttpResponse response = httpContext.Response;
        response.StatusCode = Type.Status;
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";
        if (RetryAt is { } retryAt)
        {
            TimeProvider time = httpContext.RequestServices.GetRequiredService<TimeProvider>();
            long seconds = Math.Max(1, retryAt - time.GetUtcNow().ToUnixTimeSeconds());
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(ToProblem(), WireJson.Default.Problem);
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(httpContext.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
    }
}
