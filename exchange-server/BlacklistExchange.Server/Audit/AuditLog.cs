using System.Data.Common;
using BlacklistExchange.Server.Access;
using Dapper;

namespace BlacklistExchange.Server.Audit;

/// <summary>
/// Who decided what and why, append-only. Call it inside the transaction that does the thing: then there is no act without its line and no line without its
/// act. Never an identifier; an entry is named by its tag.
/// </summary>
internal static class AuditLog
{
    /// <param name="connection">The writer's connection.</param>
    /// <param name="transaction">The transaction that does the thing.</param>
    /// <param name="actor">The operator that asked.</param>
    /// <param name="verb">What, as the command line spells it: <c>member suspend</c>.</param>
    /// <param name="target">To what: <c>member/alpha</c>, <c>list/goods</c>, <c>entry/…</c>.</param>
    /// <param name="reason">Why, in the operator's words.</param>
    /// <param name="at">When.</param>
    public static void Append(DbConnection connection, DbTransaction transaction, Operator actor, string verb, string target, string? reason, DateTimeOffset at) =>
        Insert(connection, transaction, actor.SpkiSha256, actor.Name, verb, target, reason, at);

    /// <summary>The same for what a member decides about itself, such as its own emergency revocation.</summary>
    public static void Append(DbConnection connection, DbTransaction transaction, Member actor, string verb, string target, string? reason, DateTimeOffset at) =>
        Insert(connection, transaction, actor.SpkiSha256, actor.Slug, verb, target, reason, at);

    /// <summary>The same for what people decide at the machine itself, with no certificate: the KEK's officers.</summary>
    public static void AppendAtConsole(DbConnection connection, DbTransaction transaction, string actor, string verb, string target, string? reason, DateTimeOffset at) =>
        Insert(connection, transaction, [], actor, verb, target, reason, at);

    private static void Insert(DbConnection connection, DbTransaction transaction, byte[] spki, string actor, string verb, string target, string? reason, DateTimeOffset at) =>
        connection.Execute("""
            INSERT INTO audit (at, actor_spki, actor, verb, target, reason) VALUES (@at, @spki, @actor, @verb, @target, @reason)
            """, new { at = at.ToUnixTimeSeconds(), spki, actor, verb, target, reason }, transaction);
}
