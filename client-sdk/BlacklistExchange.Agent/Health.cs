using BlacklistExchange.Agent.Problems;
using BlacklistExchange.Client;

namespace BlacklistExchange.Agent;

/// <summary>Whether the process runs, and whether it can answer from a list that is not stale.</summary>
internal static class Health
{
    public static IResult Live() => Results.Text("live\n");

    public static IResult Ready(ExchangeClient client) => client.ListAge switch
    {
        null => new Refusal(ProblemTypes.NotReady, "There is no verified local list yet."),
        { } age when age > new ExchangeClientOptions().StaleAfter => new Refusal(ProblemTypes.NotReady, "The local list is stale: checks answer, but neither accuse nor clear."),
        _ => Results.Text("ready\n"),
    };
}
