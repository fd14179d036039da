using BlacklistExchange.Agent.Problems;
using BlacklistExchange.Agent.Shadow;
using BlacklistExchange.Agent.Telemetry;
using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Agent.Checks;

/// <summary><c>POST /v1/check</c>. What the hub or the network does is an uncertain answer and never a failed request: a sign-up goes on.</summary>
internal sealed class CheckIdentifiers(ExchangeClient client, AgentSettings settings, AgentMetrics metrics, WeekLedger ledger, TimeProvider time, ILogger<CheckIdentifiers> log)
{
    public static async Task<IResult> HandleAsync(HttpContext context, CheckIdentifiers check)
    {
        (CheckRequest? request, Refusal? refusal) = await RequestBody.ReadAsync(context, CheckRequest.Fields, CheckRequest.Read);
        return request is null ? refusal! : Results.Json(await check.AnswerAsync(request, context.RequestAborted), CheckJson.Default.CheckAnswer);
    }

    public async Task<CheckAnswer> AnswerAsync(CheckRequest request, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        CheckAnswer answer = await AskAsync(request, cancellationToken);
        metrics.Checked(answer.Verdict);
        ledger.Note(request, answer, time.GetElapsedTime(start));
        return answer;
    }

    private async Task<CheckAnswer> AskAsync(CheckRequest request, CancellationToken cancellationToken)
    {
        Identifier[] identifiers = [.. request.Identifiers.Select(static asked => asked.Identifier).OfType<Identifier>()];
        if (identifiers.Length == 0)
        {
            return AnswerRules.OfCheck(request.Identifiers, null, null, settings.OnUncertain);
        }
        using CancellationTokenSource patience = new(settings.Patience, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            Checked answer = await client.CheckAsync(identifiers, request.Purpose, either.Token);
            return AnswerRules.OfCheck(request.Identifiers, answer.Listing, answer.Handle, settings.OnUncertain);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return AnswerRules.OfNothing(request.Identifiers, "timeout", $"There was no answer within {settings.Patience.TotalSeconds:0} seconds. Ask again later.", settings.OnUncertain);
        }
        catch (ExchangeException exception)
        {
            log.LogWarning("A check ended without an answer: {Reason}", exception.Message);
            return AnswerRules.OfNothing(request.Identifiers, "failed", exception.Message, settings.OnUncertain);
        }
    }
}
