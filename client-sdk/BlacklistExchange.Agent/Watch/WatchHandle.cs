using BlacklistExchange.Agent.Checks;
using BlacklistExchange.Agent.Problems;
using BlacklistExchange.Client;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Agent.Watch;

/// <summary><c>POST /v1/watch</c>: begins to watch an applicant by the handle of a check, or replaces the handle; the answer is how they stand now.</summary>
internal static class WatchHandle
{
    public static readonly string[] Fields = ["id", "handle"];

    public static async Task<IResult> HandleAsync(HttpContext context, WatchedHandles watched)
    {
        (Asked? asked, Refusal? refusal) = await RequestBody.ReadAsync(context, Fields, static fields => new Asked(fields.Text("id", CheckRequest.LongestId), fields.Text("handle", MatchHandle.LongestHandle)));
        if (asked is null)
        {
            return refusal!;
        }
        try
        {
            CheckAnswer match = watched.Match(asked.Handle);
            return watched.Put(asked.Id, asked.Handle, match) ? Results.Json(match with { Watched = true }, CheckJson.Default.CheckAnswer)
                : new Refusal(ProblemTypes.WatchFull, "End other watches, or start the agent with a larger --watch-limit.");
        }
        catch (HandleException exception)
        {
            return new Refusal(ProblemTypes.InvalidField, exception.Message, "handle");
        }
        catch (SqliteException)
        {
            return new Refusal(ProblemTypes.StorageFailed, "The watch was not stored; try again.");
        }
    }

    private sealed record Asked(string Id, string Handle)
    {
        public override string ToString() => nameof(Asked);
    }
}
