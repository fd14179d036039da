using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Tests;
using Dapper;

namespace BlacklistExchange.EndToEnd.Tests.BadRequests;

/// <summary>Reports that must leave nothing behind.</summary>
internal static class ReportFaults
{
    private const string Payload = "statement.payload";
    private const string Signature = "statement.signature";

    public static IEnumerable<BadRequest> All() => [.. Statements(), .. Encodings(), .. Signatures(), .. Items(), .. Standing()];

    private static BadRequest Row(string cause, int status, string type, Func<BadWorld, string> body, Func<BadWorld, HttpClient>? caller = null) =>
        new($"{Routes.Reports}: {cause}", status, type, world => Task.FromResult(Shot.Post(caller?.Invoke(world) ?? world.Alpha.Http, Routes.Reports, body(world))));

    /// <summary>A well-formed, well-signed statement that says something wrong.</summary>
    private static BadRequest Said(string cause, int status, string type, Func<ReportStatement, ReportStatement> change, byte kind = 2, Func<BadWorld, EnrolledMember>? by = null) =>
        Row(cause, status, type, world =>
        {
            EnrolledMember member = by?.Invoke(world) ?? world.Alpha;
            DraftItem item = DraftItem.Fresh(kind);
            return Draft.ReportBody(member.SigningKey, change(Draft.Report(world, member, item)).Encode(), item);
        }, world => (by?.Invoke(world) ?? world.Alpha).Http) with { Field = Payload };

    /// <summary>A statement whose bytes are changed before they are signed.</summary>
    private static BadRequest Patched(string cause, Func<byte[], int, byte[]> patch) => Row(cause, 422, "statement-malformed", world =>
    {
        DraftItem item = DraftItem.Fresh();
        ReportStatement statement = Draft.Report(world, world.Alpha, item);
        return Draft.ReportBody(world.Alpha.SigningKey, patch(statement.Encode(), Draft.FieldsAt(statement)), item);
    }) with { Field = Payload };

    /// <summary>A right statement with wrong secrets beside it.</summary>
    private static BadRequest Beside(string cause, int status, string type, string? field, int? index, Func<DraftItem[], DraftItem[]> change, int items = 2) => Row(cause, status, type, world =>
    {
        DraftItem[] committed = [.. Enumerable.Range(0, items).Select(static _ => DraftItem.Fresh())];
        return Draft.ReportBody(world.Alpha.SigningKey, Draft.Report(world, world.Alpha, committed).Encode(), change(committed));
    }) with { Field = field, Index = index };

    /// <summary>A right body changed as JSON.</summary>
    private static BadRequest Json(string cause, int status, string type, string field, Action<JsonObject> change, int? index = null) => Row(cause, status, type, world =>
    {
        DraftItem item = DraftItem.Fresh();
        JsonObject body = JsonNode.Parse(Draft.ReportBody(world.Alpha.SigningKey, Draft.Report(world, world.Alpha, item).Encode(), item))!.AsObject();
        change(body);
        return body.ToJsonString();
    }) with { Field = field, Index = index };

    private static IEnumerable<BadRequest> Statements() =>
    [
        Said("another exchange", 422, "statement-mismatch", static said => said with { Exchange = "other-exchange" }),
        Said("another member", 422, "statement-mismatch", static said => said with { Member = "beta" }),
        Said("an unknown list", 422, "statement-mismatch", static said => said with { List = "nowhere" }),
        Said("another sector's list", 422, "statement-mismatch", static said => said with { List = "shoes" }),
        Said("an epoch to come", 409, "epoch-not-current", static said => said with { Epoch = 2 }),
        Said("an epoch that never was", 409, "epoch-not-current", static said => said with { Epoch = 99 }),
        Said("an older live epoch", 409, "epoch-not-current", static said => said with { List = "twice" }),
        Said("a list without a live epoch", 409, "epoch-not-current", static said => said with { List = "past" }),
        Said("policy version zero", 422, "policy-version-unknown", static said => said with { PolicyVersion = 0 }),
        Said("a policy version to come", 422, "policy-version-unknown", static said => said with { PolicyVersion = 2 }),
        Said("a month to come", 422, "month-out-of-range", static said => said with { Observed = new Month((ushort)(said.Observed.Number + 1)) }),
        Said("a month eleven years ago", 422, "month-out-of-range", static said => said with { Observed = new Month((ushort)(said.Observed.Number - 132)) }),
        Said("a rights holder's adjudication", 422, "evidence-not-allowed", static said => said, by: static world => world.Brand),
        Said("a rights holder's algorithm", 422, "evidence-not-allowed", static said => said with { EvidenceType = EvidenceType.AlgorithmicDetection }, by: static world => world.Brand),
        Said("a kind that the list has not", 422, "kind-not-enabled", static said => said, kind: 4) with { Index = 0 },
        Said("a kind outside the registry", 422, "kind-not-enabled", static said => said, kind: 200) with { Index = 0 },
        Said("kind zero", 422, "kind-not-enabled", static said => said, kind: 0) with { Index = 0 },
    ];

    private static IEnumerable<BadRequest> Encodings() =>
    [
        Patched("a category outside the registry", static (bytes, at) => Put(bytes, at, 0, 99)),
        Patched("evidence type zero", static (bytes, at) => Put(bytes, at + 34, 0)),
        Patched("an evidence type outside the registry", static (bytes, at) => Put(bytes, at + 34, 8)),
        Patched("a basis outside the registry", static (bytes, at) => Put(bytes, at + 37, 3)),
        Patched("notice served twice", static (bytes, at) => Put(bytes, at + 38, 2)),
        Patched("zero items", static (bytes, at) => Put(bytes[..(at + 75)], at + 73, 0, 0)),
        Patched("501 items", static (bytes, at) =>
        {
            byte[] many = [.. bytes[..(at + 75)], .. Enumerable.Repeat(bytes[(at + 75)..], 501).SelectMany(static item => item)];
            BinaryPrimitives.WriteUInt16BigEndian(many.AsSpan(at + 73), 501);
            return many;
        }),
        Patched("more items said than there are", static (bytes, at) => Put(bytes, at + 73, 0, 2)),
        Patched("a trailing byte", static (bytes, _) => [.. bytes, 0]),
        Patched("a missing byte", static (bytes, _) => bytes[..^1]),
        Patched("another domain tag", static (bytes, _) => Put(bytes, 5, (byte)'R')),
        Patched("the next version", static (bytes, _) => Put(bytes, ReportStatement.Domain.Length, (byte)'2')),
        Patched("an exchange's name in capitals", static (bytes, _) => Put(bytes, 1 + ReportStatement.Domain.Length + 1, (byte)'T')),
        Patched("a retraction in its place", static (_, _) => new RetractionStatement { Exchange = Draft.Exchange, Member = "alpha", ReportId = Guid.NewGuid(), Item = 0, SignedAt = 1 }.Encode()),
        Patched("49,152 bytes and one", static (_, _) => new byte[(48 * 1024) + 1]),
        Patched("one byte", static (_, _) => [0]),
    ];

    private static IEnumerable<BadRequest> Signatures()
    {
        string Signed(BadWorld world, Func<BadWorld, ECDsa> key)
        {
            DraftItem item = DraftItem.Fresh();
            return Draft.ReportBody(key(world), Draft.Report(world, world.Alpha, item).Encode(), item);
        }
        return
        [
            Row("signed with the TLS key", 422, "signature-invalid", world => Signed(world, static one => one.Alpha.Certificate.GetECDsaPrivateKey()!)) with { Field = Signature },
            Row("signed with another member's key", 422, "signature-invalid", world => Signed(world, static one => one.Beta.SigningKey)) with { Field = Signature },
            Json("a signature with a bit flipped", 422, "signature-invalid", Signature, static body => Change(body, "signature", static bytes => Put(bytes, 10, (byte)(bytes[10] ^ 1)))),
            Json("a signature of zeros", 422, "signature-invalid", Signature, static body => Change(body, "signature", static _ => new byte[64])),
            Json("a payload with a bit flipped after signing", 422, "signature-invalid", Signature, static body => Change(body, "payload", static bytes => Put(bytes, bytes.Length - 1, (byte)(bytes[^1] ^ 1)))),
            Json("a signature of 63 bytes", 400, "invalid-field", Signature, static body => Change(body, "signature", static bytes => bytes[1..])),
            Json("an empty signature", 400, "invalid-field", Signature, static body => Change(body, "signature", static _ => [])),
            Json("a signature in base64", 400, "invalid-field", Signature, static body => body["statement"]!["signature"] = "++++" + body["statement"]!["signature"]!.GetValue<string>()[4..]),
            Json("a payload in base64", 400, "invalid-field", Payload, static body => body["statement"]!["payload"] = "////" + body["statement"]!["payload"]!.GetValue<string>()[4..]),
            Json("a payload with padding", 400, "invalid-field", Payload, static body => body["statement"]!["payload"] = "AA=="),
            Json("a payload with percent signs for padding", 400, "invalid-field", Payload, static body => body["statement"]!["payload"] = "AA%%"),
            Json("a payload with unused bits set", 400, "invalid-field", Payload, static body => body["statement"]!["payload"] = "AB"),
            Json("an empty payload", 422, "statement-malformed", Payload, static body => body["statement"]!["payload"] = ""),
            Json("an unknown field in the statement", 400, "unknown-field", "statement.colour", static body => body["statement"]!["colour"] = "red"),
            Json("a statement without its signature", 400, "missing-field", Signature, static body => body["statement"]!.AsObject().Remove("signature")),
            Json("a null payload", 400, "wrong-type", Payload, static body => body["statement"]!["payload"] = null),
        ];
    }

    private static IEnumerable<BadRequest> Items() =>
    [
        Beside("fewer secrets than items", 422, "statement-mismatch", "items", null, static items => items[..1]),
        Beside("more secrets than items", 422, "statement-mismatch", "items", null, static items => [.. items, DraftItem.Fresh()]),
        Beside("no secrets", 422, "statement-mismatch", "items", null, static _ => []),
        Beside("another salt", 422, "commitment-mismatch", "items[1]", 1, static items => [items[0], items[1] with { Salt = new byte[32] }]),
        Beside("another entry key", 422, "commitment-mismatch", "items[0]", 0, static items => [items[0] with { Key = DraftItem.Fresh().Key }, items[1]]),
        Beside("secrets in another order", 422, "commitment-mismatch", "items[0]", 0, static items => [items[1], items[0]]),
        Beside("an entry key of 31 bytes", 400, "invalid-field", "items[1].entry_key", 1, static items => [items[0], items[1] with { Key = items[1].Key[1..] }]),
        Beside("an entry key of 33 bytes", 400, "invalid-field", "items[0].entry_key", 0, static items => [items[0] with { Key = [.. items[0].Key, 0] }, items[1]]),
        Beside("a salt of 16 bytes", 400, "invalid-field", "items[0].salt", 0, static items => [items[0] with { Salt = items[0].Salt[..16] }, items[1]]),
        Json("an entry key in hexadecimal", 400, "invalid-field", "items[0].entry_key", static body => body["items"]![0]!["entry_key"] = new string('a', 64), 0),
        Json("an entry key with unused bits set", 400, "invalid-field", "items[0].entry_key", static body => body["items"]![0]!["entry_key"] = new string('A', 42) + "B", 0),
        Json("an entry key with padding", 400, "invalid-field", "items[0].entry_key", static body => body["items"]![0]!["entry_key"] = new string('A', 43) + "=", 0),
        Json("an entry key with a percent sign for padding", 400, "invalid-field", "items[0].entry_key", static body => body["items"]![0]!["entry_key"] = new string('A', 43) + "%", 0),
        Json("an empty entry key", 400, "invalid-field", "items[0].entry_key", static body => body["items"]![0]!["entry_key"] = "", 0),
        Json("a null entry key", 400, "wrong-type", "items[0].entry_key", static body => body["items"]![0]!["entry_key"] = null),
        Json("a null item", 400, "wrong-type", "items[0]", static body => body["items"]![0] = null),
        Json("an unknown field in an item", 400, "unknown-field", "items[0].phone", static body => body["items"]![0]!["phone"] = "none"),
        Json("an item without its salt", 400, "missing-field", "items[0].salt", static body => body["items"]![0]!.AsObject().Remove("salt")),
        Json("items that are an object", 400, "wrong-type", "items", static body => body["items"] = new JsonObject()),
        Row("the same identifier twice", 422, "duplicate-item", static world =>
        {
            DraftItem item = DraftItem.Fresh();
            DraftItem again = item with { Salt = RandomNumberGenerator.GetBytes(32) };
            return Draft.ReportBody(world.Alpha.SigningKey, Draft.Report(world, world.Alpha, item, again).Encode(), item, again);
        }) with { Field = "items[1]", Index = 1 },
    ];

    private static IEnumerable<BadRequest> Standing() =>
    [
        new($"{Routes.Reports}: a report id with another statement", 409, "report-id-reused", static async world =>
        {
            DraftItem[] items = [DraftItem.Fresh()];
            ReportStatement filed = await Draft.FiledAsync(world, world.Alpha, items);
            return Shot.Post(world.Alpha.Http, Routes.Reports, Draft.ReportBody(world.Alpha.SigningKey, (filed with { NoticeServed = true }).Encode(), items));
        }) { Field = Payload },
        new($"{Routes.Reports}: more items than a day takes", 429, "report-cap-reached", static async world =>
        {
            EnrolledMember busy = await world.MemberAsync("busy");
            await Draft.FiledAsync(world, busy, [DraftItem.Fresh()]);
            await world.Hub.Store.WriteAsync(static (connection, transaction) => connection.Execute("UPDATE report SET items = 2000 WHERE member = 'busy'", transaction: transaction), CancellationToken.None);
            DraftItem item = DraftItem.Fresh();
            return Shot.Post(busy.Http, Routes.Reports, Draft.ReportBody(busy.SigningKey, Draft.Report(world, busy, item).Encode(), item));
        }),
    ];

    private static void Change(JsonObject body, string part, Func<byte[], byte[]> change)
    {
        JsonNode statement = body["statement"]!;
        statement[part] = Draft.Text(change(System.Buffers.Text.Base64Url.DecodeFromChars(statement[part]!.GetValue<string>())));
    }

    private static byte[] Put(byte[] bytes, int at, params byte[] values)
    {
        values.CopyTo(bytes, at);
        return bytes;
    }
}
