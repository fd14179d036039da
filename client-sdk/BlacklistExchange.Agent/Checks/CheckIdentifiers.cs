using BlacklistExchange.Agent.Outbox;
using BlacklistExchange.Agent.Problems;
using BlacklistExchange.Agent.Shadow;
using BlacklistExchange.Agent.Telemetry;
using BlacklistExchange.Agent.Watch;

namespace BlacklistExchange.Agent.Checks;

/// <summary>
/// <c>POST /v1/check</c>. What the hub or the network does is an uncertain answer and never a failed request: a sign-up goes on. What a later attempt may make
/// certain is kept before it is answered.
/// </summary>
internal sealed class CheckIdentifiers(AskHub ask, KeptChecks kept, WatchedHandles watched, AgentSettings settings, AgentMetrics metrics, WeekLedger ledger, TimeProvider time)
{
    public static async Task<IResult> HandleAsync(HttpContext context, CheckIdentifiers check)
    {
        (CheckRequest? request, Refusal? refusal) = await RequestBody.ReadAsync(context, CheckRequest.Fields, CheckRequest.Read);
        if (request is null)
        {
            return refusal!;
        }
        if (request.WhenSpare && request.Identifiers.Any(static asked => asked.Identifier is not null))
        {
            return await check.KeepAsync(request);
        }
        (CheckAnswer? answer, refusal) = await check.AnswerAsync(request, context.RequestAborted);
        return answer is null ? refusal! : Results.Json(answer, CheckJson.Default.CheckAnswer);
    }

    /// <summary>The answer, kept if it has to be; or why the request cannot be taken.</summary>
    public async Task<(CheckAnswer? Answer, Refusal? Refusal)> AnswerAsync(CheckRequest request, CancellationToken cancellationToken)
    {
        if (request.Late(time.GetUtcNow()) is { } late)
        {
            return (null, late);
        }
        if (request.Id is not null && kept.IsOther(request))
        {
            return (null, Other());
        }
        CheckAnswer answer = await MeasureAsync(request, cancellationToken);
        if (PassingReasons.Pass(answer))
        {
            KeptCheck check = await kept.KeepAsync(request);
            if (check.Outcome == KeepOutcome.Other)
            {
                return (null, Other());
            }
            answer = check.Pending is { } pending ? answer with { Pending = pending.ToString() } : answer with { Kept = false, Explanation = $"{answer.Explanation} {check.WhyNot}" };
        }
        return (request.Watch ? await watched.BeginAsync(request.Id!, answer) : answer, null);
    }

    /// <summary>The answer as it was got and counted; nothing of it is kept for later.</summary>
    public async Task<CheckAnswer> MeasureAsync(CheckRequest request, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        CheckAnswer answer = await ask.AskAsync(request, settings.Patience, cancellationToken);
        metrics.Checked(answer.Verdict);
        ledger.Note(request, answer, time.GetElapsedTime(start));
        return answer;
    }

    /// <summary>The answer to a line of a batch that waits for padding; it is not kept, since its caller waits too.</summary>
    public async Task<(CheckAnswer? Answer, Refusal? Refusal)> AnswerWhenSpareAsync(CheckRequest request, CancellationToken cancellationToken)
    {
        if (request.Late(time.GetUtcNow()) is { } late)
        {
            return (null, late);
        }
        CheckAnswer answer = await ask.AskWhenSpareAsync(request, request.Latest is { } latest ? DateTimeOffset.FromUnixTimeSeconds(latest) : null, cancellationToken);
        metrics.Checked(answer.Verdict);
        return (request.Watch ? await watched.BeginAsync(request.Id!, answer) : answer, null);
    }

    private async Task<IResult> KeepAsync(CheckRequest request)
    {
        if (request.Late(time.GetUtcNow()) is { } late)
        {
            return late;
        }
        KeptCheck check = await kept.KeepAsync(request);
        return check.Outcome switch
        {
            KeepOutcome.Kept => Results.Json(new PendingAnswer(check.Pending.ToString()!, request.Id), CheckJson.Default.PendingAnswer, statusCode: StatusCodes.Status202Accepted),
            KeepOutcome.Other => Other(),
            KeepOutcome.Full => new Refusal(ProblemTypes.OutboxFull, check.WhyNot),
            _ => new Refusal(ProblemTypes.StorageFailed, check.WhyNot),
        };
    }

    private static Refusal Other() => new(ProblemTypes.Conflict, "Another check with this id waits in the outbox.", "id");
}
