using System.Data.Common;
using System.Security.Cryptography;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Audit;
using BlacklistExchange.Server.Members;
using BlacklistExchange.Server.Problems;

namespace BlacklistExchange.Server.Reconciliation;

/// <summary>
/// Revokes what was revoked after the backup: a member by its name, whose reports stand as they do after a revocation that says nothing else, or one TLS key by its digest. What is
/// revoked already stays so; what the database does not know is refused, since a slip of the hand would leave a key admitted.
/// </summary>
internal static class RevokeAgain
{
    private const int DigestDigits = 2 * SHA256.HashSizeInBytes;
    private const string Revoked = "revoked";
    private const string Reason = "revoked after the backup from which the hub was restored";

    /// <summary>One revocation, and what the audit log calls it.</summary>
    internal sealed record Step(string Target, Action<DbConnection, DbTransaction> Write);

    /// <summary>What to do about one name or digest; no step when it is revoked already.</summary>
    internal static Outcome<List<Step>> Plan(DbConnection connection, DbTransaction transaction, IReadOnlyList<string> names)
    {
        List<Step> steps = [];
        foreach (string name in names.Distinct(StringComparer.Ordinal))
        {
            Outcome<Step[]> found = name.Length == DigestDigits ? Key(connection, transaction, name) : Member(connection, transaction, name);
            if (!found.TryGet(out Step[]? some, out Refusal? refusal))
            {
                return refusal;
            }
            steps.AddRange(some);
        }
        return steps;
    }

    internal static void Write(DbConnection connection, DbTransaction transaction, IReadOnlyList<Step> steps, Operator caller, DateTimeOffset at)
    {
        foreach (Step step in steps)
        {
            step.Write(connection, transaction);
            AuditLog.Append(connection, transaction, caller, "reconcile", step.Target, Reason, at);
        }
    }

    private static Outcome<Step[]> Member(DbConnection connection, DbTransaction transaction, string name)
    {
        if (MemberSql.Find(connection, transaction, name) is not { } row)
        {
            return new Refusal(ProblemTypes.NotFound, $"There is no member '{name}'. Who was enrolled after the backup is not admitted anyway: leave it out. See: bex-hub member list") { Field = "revoke" };
        }
        return row.Status == Revoked ? (Step[])[] : [new Step($"member/{name}", (write, into) =>
        {
            MemberSql.SetStatus(write, into, name, Revoked, reportsStand: true);
            MemberSql.RevokeCertificates(write, into, name, except: []);
        })];
    }

    private static Outcome<Step[]> Key(DbConnection connection, DbTransaction transaction, string digits)
    {
        byte[] digest = new byte[SHA256.HashSizeInBytes];
        if (Convert.FromHexString(digits, digest, out _, out _) != System.Buffers.OperationStatus.Done || MemberSql.OwnerOf(connection, transaction, digest) is not { } member)
        {
            return new Refusal(ProblemTypes.NotFound, $"No member has a TLS key {digits}. One that was enrolled after the backup is not admitted anyway: leave it out. See: bex-hub member list --json") { Field = "revoke" };
        }
        string spki = Convert.ToHexStringLower(digest);
        bool revoked = MemberSql.Certificates(connection, transaction, member).Any(line => line.Spki == spki && line.Status == Revoked);
        return revoked ? (Step[])[] : [new Step($"member/{member}/key/{spki}", (write, into) => MemberSql.RevokeCertificate(write, into, digest))];
    }
}
