using BlacklistExchange.Agent.Checks;
using BlacklistExchange.Agent.Problems;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Agent.Watch;

/// <summary><c>POST /v1/watch/remove</c>: ends a watch. The id is in the body, since a path is written down in many places. May be repeated.</summary>
internal static class UnwatchHandle
{
    public static readonly string[] Fields = ["id"];

    public static async Task<IResult> HandleAsync(HttpContext context, WatchedHandles watched)
    {
        (string? id, Refusal? refusal) = await RequestBody.ReadAsync(context, Fields, static fields => fields.Text("id", CheckRequest.LongestId));
        if (id is null)
        {
            return refusal!;
        }
        try
        {
            return Results.Json(new UnwatchAnswer(watched.Remove(id)), WatchJson.Default.UnwatchAnswer);
        }
        catch (SqliteException)
        {
            return new Refusal(ProblemTypes.StorageFailed, "The watch was not removed; try again.");
        }
    }
}

/// <summary>Whether there was a watch.</summary>
internal sealed record UnwatchAnswer(bool Removed);
