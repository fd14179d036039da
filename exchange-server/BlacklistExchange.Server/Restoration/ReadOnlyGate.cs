using BlacklistExchange.Server.Problems;

namespace BlacklistExchange.Server.Restoration;

/// <summary>Stands before every route: while the hub is read-only whatever is no read is refused, unless its route says <see cref="WhileRestored.Allowed"/>. So a route that is new is refused too.</summary>
internal sealed class ReadOnlyGate(RequestDelegate next, RestoredState state, TimeProvider time)
{
    private const long RetrySeconds = 60;

    public Task InvokeAsync(HttpContext context)
    {
        if (!state.IsReadOnly || IsRead(context) || context.GetEndpoint()?.Metadata.GetMetadata<WhileRestored>() is not null)
        {
            return next(context);
        }
        return new Refusal(ProblemTypes.ReadOnly, "This hub was restored from a backup and waits for its operator (bex-hub reconcile). Lists can be read meanwhile; send the same request again later.")
        {
            RetryAt = time.GetUtcNow().ToUnixTimeSeconds() + RetrySeconds,
        }.ExecuteAsync(context);
    }

    private static bool IsRead(HttpContext context) => context.GetEndpoint() is null || HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
}
