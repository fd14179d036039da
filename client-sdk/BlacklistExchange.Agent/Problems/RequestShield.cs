using BlacklistExchange.Agent.Telemetry;

namespace BlacklistExchange.Agent.Problems;

/// <summary>The outermost part: counts every request by route and status, and turns what is thrown into a problem without detail.</summary>
internal sealed class RequestShield(RequestDelegate next, AgentMetrics metrics, ILogger<RequestShield> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            await ExplainAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for an answer any more.
        }
        catch (BadHttpRequestException exception)
        {
            await RefuseAsync(context, OfBadRequest(exception.StatusCode));
        }
        catch (Exception exception)
        {
            // The type and place alone: a message might hold what was sent.
            log.LogError("A request failed: {Exception} {Place}", exception.GetType(), exception.StackTrace);
            await RefuseAsync(context, new Refusal(ProblemTypes.Internal, "The agent's log has the place; the request may be repeated."));
        }
        finally
        {
            metrics.Count(context);
        }
    }

    /// <summary>Routing answers an unknown path and a wrong method with a bare status.</summary>
    private static Task ExplainAsync(HttpContext context) => context.Response switch
    {
        { HasStarted: true } => Task.CompletedTask,
        { StatusCode: StatusCodes.Status404NotFound } => new Refusal(ProblemTypes.UnknownRoute, "spec/agent-openapi.yaml has the paths.").ExecuteAsync(context),
        { StatusCode: StatusCodes.Status405MethodNotAllowed } => new Refusal(ProblemTypes.MethodNotAllowed, $"Allowed: {context.Response.Headers.Allow}.").ExecuteAsync(context),
        _ => Task.CompletedTask,
    };

    private static Refusal OfBadRequest(int status) => status switch
    {
        StatusCodes.Status413PayloadTooLarge => new Refusal(ProblemTypes.TooLarge, $"At most {AgentHost.MaxBodyBytes} bytes."),
        StatusCodes.Status408RequestTimeout => new Refusal(ProblemTypes.TooSlow, "The body came too slowly."),
        _ => new Refusal(ProblemTypes.MalformedRequest, "The body's framing is broken."),
    };

    private static async Task RefuseAsync(HttpContext context, Refusal refusal)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }
        context.Response.Clear();
        await refusal.ExecuteAsync(context);
    }
}
