using BlacklistExchange.Agent.Checks;
using BlacklistExchange.Agent.Problems;

namespace BlacklistExchange.Agent.Shadow;

/// <summary>What answers in shadow mode in the place of checks, matches and reports. A request that is none is still refused by its field.</summary>
internal static class ShadowCheck
{
    public static async Task<IResult> CheckAsync(HttpContext context, ShadowQueue queue)
    {
        (CheckRequest? request, Refusal? refusal) = await RequestBody.ReadAsync(context, CheckRequest.Fields, CheckRequest.Read);
        if (request is null)
        {
            return refusal!;
        }
        queue.Offer(request);
        return ShadowAnswer.Constant;
    }

    /// <summary>No handle is looked into: in shadow mode nobody was given one.</summary>
    public static async Task<IResult> MatchAsync(HttpContext context)
    {
        (string? handle, Refusal? refusal) = await RequestBody.ReadAsync(context, MatchHandle.Fields, MatchHandle.Read);
        return handle is null ? refusal! : ShadowAnswer.Constant;
    }

    public static IResult Report() => new Refusal(ProblemTypes.ShadowMode, "Whoever only looks does not report: start the agent without --shadow, or report with 'bex report'.");
}
