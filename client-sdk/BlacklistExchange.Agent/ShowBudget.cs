using BlacklistExchange.Agent.Problems;
using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Agent;

/// <summary><c>GET /v1/budget</c>: what the hub says remains, in the words of its own API.</summary>
internal static class ShowBudget
{
    public static async Task<IResult> HandleAsync(HttpContext context, ExchangeClient client)
    {
        try
        {
            return Results.Json(await client.GetBudgetAsync(context.RequestAborted), WireJson.Default.BudgetResponse);
        }
        catch (ExchangeException exception)
        {
            return Refusal.Of(exception);
        }
    }
}
