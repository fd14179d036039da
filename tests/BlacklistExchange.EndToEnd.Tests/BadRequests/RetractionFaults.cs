using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Tests;

namespace BlacklistExchange.EndToEnd.Tests.BadRequests;

/// <summary>Retractions that must withdraw nothing.</summary>
internal static class RetractionFaults
{
    public static RetractionStatement Statement(BadWorld world) => new()
    {
        Exchange = Draft.Exchange,
        Member = "alpha",
        ReportId = Guid.NewGuid(),
        Item = RetractionStatement.WholeReport,
        SignedAt = (ulong)world.Hub.Time.GetUtcNow().ToUnixTimeSeconds(),
    };

    public static IEnumerable<BadRequest> All() =>
    [
        Said("another exchange", 422, "statement-mismatch", static said => said with { Exchange = "other-exchange" }),
        Said("another member", 422, "statement-mismatch", static said => said with { Member = "beta" }),
        Said("an unknown report", 404, "not-found", static said => said),
        Said("signed an hour ahead", 400, "invalid-field", static said => said with { SignedAt = said.SignedAt + 3600 }),
        Filed("an item beyond the report", 404, "not-found", static (said, _) => said with { Item = 1 }) with { Index = 1 },
        Filed("another member's report", 404, "not-found", static (said, _) => said with { Member = "beta" }, static world => world.Beta),
        Filed("signed with the TLS key", 422, "signature-invalid", static (said, _) => said, key: static world => world.Alpha.Certificate.GetECDsaPrivateKey()!) with { Field = "statement.signature" },
        Filed("signed with another member's key", 422, "signature-invalid", static (said, _) => said, key: static world => world.Beta.SigningKey) with { Field = "statement.signature" },
        Bytes("a trailing byte", static bytes => [.. bytes, 0]),
        Bytes("a missing byte", static bytes => bytes[..^1]),
        Bytes("another domain tag", static bytes => [bytes[0], (byte)'B', .. bytes[2..]]),
        Bytes("513 bytes", static _ => new byte[513]),
        Bytes("no bytes", static _ => []),
    ];

    private static BadRequest Said(string cause, int status, string type, Func<RetractionStatement, RetractionStatement> change) =>
        new($"{Routes.Retractions}: {cause}", status, type, world => Task.FromResult(Post(world.Alpha, world.Alpha.SigningKey, change(Statement(world)).Encode()))) { Field = "statement.payload" };

    /// <summary>About a report that stands.</summary>
    private static BadRequest Filed(string cause, int status, string type, Func<RetractionStatement, BadWorld, RetractionStatement> change, Func<BadWorld, EnrolledMember>? by = null, Func<BadWorld, ECDsa>? key = null) =>
        new($"{Routes.Retractions}: {cause}", status, type, async world =>
        {
            ReportStatement filed = await Draft.FiledAsync(world, world.Alpha, [DraftItem.Fresh()]);
            EnrolledMember member = by?.Invoke(world) ?? world.Alpha;
            return Post(member, key?.Invoke(world) ?? member.SigningKey, change(Statement(world) with { ReportId = filed.ReportId }, world).Encode());
        }) { Field = "statement.payload" };

    private static BadRequest Bytes(string cause, Func<byte[], byte[]> change) =>
        new($"{Routes.Retractions}: {cause}", 422, "statement-malformed", world => Task.FromResult(Post(world.Alpha, world.Alpha.SigningKey, change(Statement(world).Encode())))) { Field = "statement.payload" };

    private static Shot Post(EnrolledMember member, ECDsa key, byte[] payload) => Shot.Post(member.Http, Routes.Retractions, Draft.RetractionBody(key, payload));
}
