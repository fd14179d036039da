using BlacklistExchange.Client;

namespace SignUpSample;

/// <summary>Before money leaves: the account's handle against the local list. No request, no units, and nobody learns of it.</summary>
internal static class Payout
{
    public static IResult Check(Guid account, Accounts accounts, ExchangeClient exchange)
    {
        if (accounts.Find(account) is not { } found)
        {
            return Results.NotFound();
        }
        Answer answer = Decide(found.Handle, exchange);
        if (answer.Note is not null)
        {
            accounts.Note(found, "payout: " + answer.Note);
        }
        return Results.Json(answer);
    }

    /// <summary>Held for a person, not seized: the list accuses, and only a person decides about somebody's money.</summary>
    private static Answer Decide(string? handle, ExchangeClient exchange)
    {
        if (handle is null)
        {
            return new Answer(Pay: false, CheckAgain: true, "never checked; ask for the identifiers again");
        }
        try
        {
            Matched matched = exchange.Match(handle);
            Decision decision = Admission.Decide(matched.Listing);
            return new Answer(!decision.IsRefused, matched.NeedsRefresh, decision.IsRefused ? matched.Listing.Explanation : decision.Note);
        }
        catch (HandleException exception)
        {
            return new Answer(Pay: false, CheckAgain: true, exception.Message);
        }
    }

    internal sealed record Answer(bool Pay, bool CheckAgain, string? Note);
}
