using System.Globalization;
using System.Text.Json;
using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Agent.Problems;

/// <summary>An expected refusal, as a value that writes itself as RFC 9457. It never repeats what was sent: a value in the wrong field may be an identifier.</summary>
internal sealed class Refusal : IResult
{
    private readonly Problem _problem;

    public Refusal(ProblemType type, string detail, string? field = null)
        : this(new Problem { Type = Problem.TypePrefix + type.Name, Title = type.Title, Status = type.Status, Detail = detail, Field = field })
    {
    }

    private Refusal(Problem problem) => _problem = problem;

    public Problem Problem => _problem;

    public static Refusal Unauthorized() => new(ProblemTypes.Unauthorized, "Send 'Authorization: Bearer …' with the secret of --bearer-file.");

    /// <summary>What the hub or the network did to a report or a budget, told on. A refusal of the hub itself goes through as it came.</summary>
    public static Refusal Of(ExchangeException exception) => exception switch
    {
        BudgetExhaustedException budget => new Refusal(new Refusal(ProblemTypes.BudgetExhausted, budget.Message)._problem with
        {
            Counter = budget.Counter, Remaining = budget.Remaining, RetryAt = budget.RetryAt?.ToUnixTimeSeconds(), Contact = budget.Contact,
        }),
        ReportRefusedException { Problem.Status: >= 400 and < 500 } report => new Refusal(report.Problem),
        HubRefusedException { Problem.Status: >= 400 and < 500 } hub => new Refusal(hub.Problem),
        CertificateRefusedException => new Refusal(ProblemTypes.CertificateRefused, exception.Message),
        _ => new Refusal(ProblemTypes.HubUnavailable, exception.Message),
    };

    public Task ExecuteAsync(HttpContext httpContext)
    {
        HttpResponse response = httpContext.Response;
        response.StatusCode = _problem.Status;
        response.ContentType = "application/problem+json";
        response.Headers.CacheControl = "no-store";
        if (_problem.Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }
        if (_problem.RetryAt is { } retryAt)
        {
            long seconds = Math.Max(1, retryAt - httpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeSeconds());
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(_problem, WireJson.Default.Problem);
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(httpContext.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
    }
}
