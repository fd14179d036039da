using System.Security.Cryptography;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Telemetry;
using Microsoft.AspNetCore.Connections;

namespace BlacklistExchange.Server.Access;

/// <summary>
/// The outermost piece: whatever was thrown becomes a problem, and an answer that the framework left empty (404, 405, 400) gets its body. A 500 carries an
/// incident number and nothing else; the log has the same number and the exception.
/// </summary>
internal sealed class ExceptionShield(RequestDelegate next, AccessMetrics metrics, ILogger<ExceptionShield> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (context.RequestAborted.IsCancellationRequested && exception is OperationCanceledException or IOException or ConnectionResetException)
        {
            // The caller has gone; there is nobody to answer.
            context.Abort();
            return;
        }
        catch (Exception exception)
        {
            await AnswerAsync(context, exception);
            return;
        }
        // A refused range keeps the content type of the file that was not sent.
        if (!context.Response.HasStarted && (context.Response.ContentType is null || context.Response.StatusCode == StatusCodes.Status416RangeNotSatisfiable) && Empty(context) is { } refusal)
        {
            await refusal.ExecuteAsync(context);
        }
    }

    private async Task AnswerAsync(HttpContext context, Exception exception)
    {
        Refusal refusal = Refuse(exception);
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }
        context.Response.Clear();
        await refusal.ExecuteAsync(context);
    }

    private Refusal Refuse(Exception exception)
    {
        switch (exception)
        {
            case StoreUnavailableException or FileNotWrittenException:
                metrics.Failed(ProblemTypes.StoreUnavailable);
                logger.LogError(HubEvents.StoreRefused, exception, "The store refused; the request was answered 503.");
                return new Refusal(ProblemTypes.StoreUnavailable, "Send the same request again later.");
            case BadHttpRequestException bad:
                return new Refusal(bad.StatusCode switch
                {
                    StatusCodes.Status413PayloadTooLarge => ProblemTypes.TooLarge,
                    StatusCodes.Status408RequestTimeout => ProblemTypes.TooSlow,
                    StatusCodes.Status415UnsupportedMediaType => ProblemTypes.UnsupportedMediaType,
                    _ => ProblemTypes.MalformedRequest,
                });
            default:
                string incident = RandomNumberGenerator.GetHexString(12, lowercase: true);
                metrics.Failed(ProblemTypes.Internal);
                logger.LogError(HubEvents.Incident, exception, "Incident {Incident}.", incident);
                return new Refusal(ProblemTypes.Internal, "Tell the operator the incident number.") { Incident = incident };
        }
    }

    private static Refusal? Empty(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => new Refusal(ProblemTypes.UnknownRoute, $"No route matches this path on the {context.Features.Get<HubPortFeature>()?.Port.ToString().ToLowerInvariant()} port."),
        StatusCodes.Status405MethodNotAllowed => new Refusal(ProblemTypes.MethodNotAllowed, $"Allowed: {context.Response.Headers.Allow}."),
        StatusCodes.Status415UnsupportedMediaType => new Refusal(ProblemTypes.UnsupportedMediaType),
        StatusCodes.Status413PayloadTooLarge => new Refusal(ProblemTypes.TooLarge),
        StatusCodes.Status416RangeNotSatisfiable => new Refusal(ProblemTypes.RangeNotSatisfiable, $"The file's length is in Content-Range: {context.Response.Headers.ContentRange}."),
        StatusCodes.Status400BadRequest => new Refusal(ProblemTypes.MalformedRequest),
        _ => null,
    };
}
