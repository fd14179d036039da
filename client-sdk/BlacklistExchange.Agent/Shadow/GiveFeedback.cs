using BlacklistExchange.Agent.Checks;
using BlacklistExchange.Agent.Problems;
using BlacklistExchange.Cli.Terminal;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Agent.Shadow;

/// <summary><c>POST /v1/feedback</c>: what the member itself decided about an applicant whom it named in a check. It stays in this database; the answer is the same whether anything is known of the applicant.</summary>
internal static class GiveFeedback
{
    public static readonly string[] Fields = ["id", "outcome"];

    private static readonly string Outcomes = string.Join(", ", Enum.GetValues<Outcome>().Where(static outcome => outcome != Outcome.Undecided).Select(KebabName.Of));

    public static async Task<IResult> HandleAsync(HttpContext context, WeekLedger ledger)
    {
        (Feedback? feedback, Refusal? refusal) = await RequestBody.ReadAsync(context, Fields, Read);
        if (feedback is null)
        {
            return refusal!;
        }
        try
        {
            await ledger.TellAsync(feedback.Id, feedback.Outcome, context.RequestAborted);
            return Results.NoContent();
        }
        catch (SqliteException)
        {
            return new Refusal(ProblemTypes.StorageFailed, "It was not written down; tell it again.");
        }
    }

    private static Feedback Read(JsonFields fields)
    {
        string id = fields.Text("id", CheckRequest.LongestId);
        string text = fields.Text("outcome", 100);
        if (!KebabName.TryParse(text, out Outcome outcome) || outcome == Outcome.Undecided)
        {
            fields.Refuse("outcome", $"One of {Outcomes}.");
        }
        return new Feedback(id, outcome);
    }

    private sealed record Feedback(string Id, Outcome Outcome);
}
