namespace BlacklistExchange.Agent.Shadow;

/// <summary>What everybody is told in shadow mode, whatever was found: one body, one status, and no wait in which something could be found.</summary>
internal sealed class ShadowAnswer : IResult
{
    public static readonly ShadowAnswer Constant = new();

    /// <summary>In a batch this stands in each line.</summary>
    public static ReadOnlySpan<byte> Body => "{\"shadow\":true}"u8;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        HttpResponse response = httpContext.Response;
        response.StatusCode = StatusCodes.Status202Accepted;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        response.ContentLength = Body.Length;
        return response.Body.WriteAsync(Body.ToArray(), httpContext.RequestAborted).AsTask();
    }
}
