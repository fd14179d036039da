using System.Buffers;
using System.Globalization;
using System.Text.Json;
using BlacklistExchange.Agent.Outbox;
using BlacklistExchange.Agent.Problems;
using BlacklistExchange.Agent.Storage;
using Microsoft.Data.Sqlite;

namespace BlacklistExchange.Agent.Events;

/// <summary><c>GET /v1/pending</c>: how many checks wait, and the events after a sequence. Reading removes nothing.</summary>
internal static class ShowPending
{
    private const int Most = 500;

    public static readonly string[] Parameters = ["after", "limit"];

    public static IResult Handle(HttpContext context, EventLog events, AgentDatabase database)
    {
        long after = 0;
        long limit = 100;
        Refusal? refusal = context.Request.Query.Keys.All(static name => Parameters.Contains(name)) ? null : new Refusal(ProblemTypes.InvalidField, $"Parameters are {string.Join(", ", Parameters)}.", "query");
        refusal ??= Read(context.Request.Query, "after", 0, long.MaxValue, ref after) ?? Read(context.Request.Query, "limit", 1, Most, ref limit);
        if (refusal is not null)
        {
            return refusal;
        }
        try
        {
            IReadOnlyList<(long Sequence, byte[] Body)> some = events.After(after, (int)limit);
            (long waiting, long stored) = database.Read(static connection => (PendingSql.CountRows(connection), EventSql.CountRows(connection)));
            return Results.Bytes(Write(some, waiting, stored, some.Count > 0 ? some[^1].Sequence : after), "application/json");
        }
        catch (SqliteException)
        {
            return new Refusal(ProblemTypes.StorageFailed, "The events could not be read; try again.");
        }
    }

    private static Refusal? Read(IQueryCollection query, string name, long least, long most, ref long value)
    {
        if (!query.TryGetValue(name, out Microsoft.Extensions.Primitives.StringValues sent))
        {
            return null;
        }
        bool isRead = sent.Count == 1 && long.TryParse(sent[0], NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= least && value <= most;
        return isRead ? null : new Refusal(ProblemTypes.InvalidField, $"One whole number from {least} to {most}.", name);
    }

    private static ReadOnlyMemory<byte> Write(IReadOnlyList<(long Sequence, byte[] Body)> events, long waiting, long stored, long next)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer);
        json.WriteStartObject();
        json.WriteNumber("waiting", waiting);
        json.WriteNumber("stored", stored);
        json.WriteStartArray("events");
        foreach ((_, byte[] body) in events)
        {
            json.WriteRawValue(body, skipInputValidation: true);
        }
        json.WriteEndArray();
        json.WriteNumber("next", next);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
