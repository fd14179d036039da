using BlacklistExchange.Agent.Problems;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Agent.Events;

/// <summary><c>POST /v1/pending/ack</c>: the caller has the events through a sequence, and they are removed. May be repeated.</summary>
internal static class AcknowledgeEvents
{
    public static readonly string[] Fields = ["through"];

    public static async Task<IResult> HandleAsync(HttpContext context, EventLog events)
    {
        (Through? through, Refusal? refusal) = await RequestBody.ReadAsync(context, Fields, static fields => new Through(Read(fields)));
        if (through is null)
        {
            return refusal!;
        }
        try
        {
            return Results.Json(new AcknowledgeAnswer(events.RemoveThrough(through.Sequence)), EventJson.Default.AcknowledgeAnswer);
        }
        catch (SqliteException)
        {
            return new Refusal(ProblemTypes.StorageFailed, "Nothing was removed; try again.");
        }
    }

    private static long Read(JsonFields fields)
    {
        if (fields.OptionalNumber("through", 0, long.MaxValue) is { } through)
        {
            return through;
        }
        fields.Require("through");
        return 0;
    }

    private sealed record Through(long Sequence);
}
