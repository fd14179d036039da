using BlacklistExchange.Agent.Problems;
using BlacklistExchange.Agent.Telemetry;
using BlacklistExchange.Client;

namespace BlacklistExchange.Agent.Checks;

/// <summary><c>POST /v1/match</c>: the same applicant again by its handle. Local: nothing is sent, nothing charged.</summary>
internal sealed class MatchHandle(ExchangeClient client, AgentMetrics metrics)
{
    public const int LongestHandle = 100_000;

    public static readonly string[] Fields = ["handle"];

    public static async Task<IResult> HandleAsync(HttpContext context, MatchHandle match)
    {
        (string? handle, Refusal? refusal) = await RequestBody.ReadAsync(context, Fields, Read);
        return handle is null ? refusal! : match.Answer(handle);
    }

    public static string Read(JsonFields fields) => fields.Text("handle", LongestHandle);

    private IResult Answer(string handle)
    {
        try
        {
            CheckAnswer answer = AnswerRules.OfMatch(client.Match(handle));
            metrics.Matched(answer.Verdict);
            return Results.Json(answer, CheckJson.Default.CheckAnswer);
        }
        catch (HandleException exception)
        {
            return new Refusal(ProblemTypes.InvalidField, exception.Message, "handle");
        }
    }
}
