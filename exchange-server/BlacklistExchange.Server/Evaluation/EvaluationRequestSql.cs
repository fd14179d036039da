using System.Data.Common;
using Dapper;

namespace BlacklistExchange.Server.Evaluation;

/// <summary>Every statement on evaluation_request.</summary>
internal static class EvaluationRequestSql
{
    internal sealed record Row(byte[] Body, long At, long Units, long Replays);

    internal static Row? Find(DbConnection connection, DbTransaction transaction, string member, byte[] requestId) => connection.QuerySingleOrDefault<Row>(
        "SELECT body AS Body, at AS At, units AS Units, replays AS Replays FROM evaluation_request WHERE member = @member AND request_id = @requestId",
        new { member, requestId }, transaction);

    internal static void Put(DbConnection connection, DbTransaction transaction, string member, byte[] requestId, byte[] body, long units, long now) => connection.Execute("""
        INSERT INTO evaluation_request (member, request_id, body, at, units, replays) VALUES (@member, @requestId, @body, @now, @units, 0)
        ON CONFLICT (member, request_id) DO UPDATE SET body = excluded.body, at = excluded.at, units = excluded.units, replays = 0
        """, new { member, requestId, body, units, now }, transaction);

    internal static void CountReplay(DbConnection connection, DbTransaction transaction, string member, byte[] requestId) =>
        connection.Execute("UPDATE evaluation_request SET replays = replays + 1 WHERE member = @member AND request_id = @requestId", new { member, requestId }, transaction);

    /// <summary>Forgets requests that can no longer be repeated; returns how many.</summary>
    internal static int DeleteBefore(DbConnection connection, DbTransaction transaction, long before) =>
        connection.Execute("DELETE FROM evaluation_request WHERE at < @before", new { before }, transaction);
}
