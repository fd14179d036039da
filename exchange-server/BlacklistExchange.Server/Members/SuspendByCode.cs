using System.Data.Common;
using System.Security.Cryptography;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Audit;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Members;

/// <summary>
/// A member stops itself when a key of it has leaked, without that key and without the operator: its emergency code suspends it and ends all its TLS keys. Its reports stand. Whoever asks
/// learns nothing about a member whose code it does not know. Said again the same is answered, and nothing more is done.
/// </summary>
internal static class SuspendByCode
{
    private const int MaxBytes = 1_024;

    public static async Task<IResult> HandleAsync(HttpContext context, Store store, TimeProvider time, EmergencyRate rate, ILogger<EmergencyRate> logger)
    {
        Outcome<EmergencyRequest> body = await RequestBody.ReadAsync(context, WireJson.Default.EmergencyRequest, MaxBytes);
        if (!body.TryGet(out EmergencyRequest? request, out Refusal? refusal) || (refusal = Check(request)) is not null || (refusal = rate.Admit(context.Connection.RemoteIpAddress)) is not null)
        {
            return refusal;
        }
        if (!EmergencyCode.TryDigest(request.Member, request.Code, out byte[]? digest))
        {
            return new Refusal(ProblemTypes.InvalidField, "An emergency code has 28 characters in seven groups, and its last two check the rest: look for a slip.") { Field = "code" };
        }
        // A stranger's guess reads and never waits for the writer.
        if (!await store.ReadAsync((connection, transaction) => Fits(connection, transaction, request.Member, digest), context.RequestAborted))
        {
            return Refused();
        }
        bool done = false;
        Outcome<EmergencyResponse> outcome = await store.WriteAsync<EmergencyResponse>((connection, transaction) =>
        {
            if (!Fits(connection, transaction, request.Member, digest))
            {
                return Refused();
            }
            return Suspend(connection, transaction, request.Member, time.GetUtcNow(), out done);
        }, context.RequestAborted);
        if (done)
        {
            logger.LogCritical(HubEvents.MemberEmergency, "{Member} has suspended itself by its emergency code: its keys are revoked, and it waits for the operator (member renew, member reinstate).", request.Member);
        }
        return outcome.Match(static answer => TypedResults.Json(answer, WireJson.Default.EmergencyResponse));
    }

    private static Refusal? Check(EmergencyRequest request) => Slug.IsValid(request.Member) ? null
        : new Refusal(ProblemTypes.InvalidField, "2 to 32 characters of a-z, 0-9 and '-'.") { Field = "member" };

    private static Refusal Refused() => new(ProblemTypes.EmergencyRefused, "Compare both with what you wrote down. A code serves once. If it goes on, ring the operator.");

    /// <summary>A used code fits for as long as the member has not come back from it.</summary>
    private static bool Fits(DbConnection connection, DbTransaction transaction, string member, byte[] digest)
    {
        EmergencySql.Row? row = EmergencySql.Find(connection, transaction, member);
        string? status = MemberSql.Find(connection, transaction, member)?.Status;
        bool same = CryptographicOperations.FixedTimeEquals(row?.Digest ?? new byte[EmergencyCode.DigestSize], digest);
        return same && row is not null && (row.UsedAt is null || status != "active");
    }

    private static EmergencyResponse Suspend(DbConnection connection, DbTransaction transaction, string member, DateTimeOffset now, out bool done)
    {
        MemberSql.Row row = MemberSql.Find(connection, transaction, member)!;
        done = EmergencySql.Find(connection, transaction, member)!.UsedAt is null;
        string status = row.Status == "active" ? "suspended" : row.Status;
        if (done)
        {
            if (row.Status == "active")
            {
                MemberSql.SetStatus(connection, transaction, member, status);
            }
            MemberSql.RevokeCertificates(connection, transaction, member, except: []);
            EmergencySql.MarkUsed(connection, transaction, member, now.ToUnixTimeSeconds());
            AuditLog.Append(connection, transaction, new Member(row.Slug, row.Entity, row.Role, row.Sector, row.SigningKey, []), "member emergency", $"member/{member}",
                $"by its emergency code, {row.Status} before; all its TLS keys are revoked", now);
        }
        return new EmergencyResponse(member, status);
    }
}
