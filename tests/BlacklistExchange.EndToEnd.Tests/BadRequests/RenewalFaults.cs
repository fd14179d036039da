using System.Security.Cryptography;
using System.Text.Json.Nodes;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.EndToEnd.Tests.BadRequests;

/// <summary>Renewals that must carry nothing over.</summary>
internal static class RenewalFaults
{
    public static RenewalStatement Statement(Guid report, params (DraftItem Old, DraftItem New)[] items) => new()
    {
        Exchange = Draft.Exchange,
        Member = "alpha",
        List = "twice",
        OldEpoch = 1,
        NewEpoch = 2,
        Items = [.. items.Select((item, index) => new RenewalItem(report, (ushort)index, item.Old.Kind, item.Old.Tag, item.New.Tag))],
    };

    public static IEnumerable<BadRequest> All() =>
    [
        Said("another exchange", 422, "statement-mismatch", static said => said with { Exchange = "other-exchange" }),
        Said("another member", 422, "statement-mismatch", static said => said with { Member = "beta" }),
        Said("an unknown list", 422, "statement-mismatch", static said => said with { List = "nowhere" }),
        Said("another sector's list", 422, "statement-mismatch", static said => said with { List = "shoes" }),
        Said("into the epoch it comes from", 422, "statement-malformed", static said => said with { OldEpoch = 2 }),
        Said("into an older epoch", 422, "statement-malformed", static said => said with { OldEpoch = 3 }),
        Said("into an epoch that never was", 409, "epoch-not-current", static said => said with { NewEpoch = 9 }),
        Said("out of an epoch that never was", 409, "epoch-not-current", static said => said with { OldEpoch = 0 }),
        Said("an item that nobody filed", 404, "not-found", static said => said) with { Field = "items[0]", Index = 0 },
        Body("another old entry key", 422, "commitment-mismatch", "items[0]", 0, static (item, key) => Draft.RenewalBody(key, Statement(Guid.NewGuid(), item).Encode(), (DraftItem.Fresh(), item.New))),
        Body("another new entry key", 422, "commitment-mismatch", "items[0]", 0, static (item, key) => Draft.RenewalBody(key, Statement(Guid.NewGuid(), item).Encode(), (item.Old, DraftItem.Fresh()))),
        Body("the keys of a pair swapped", 422, "commitment-mismatch", "items[0]", 0, static (item, key) => Draft.RenewalBody(key, Statement(Guid.NewGuid(), item).Encode(), (item.New, item.Old))),
        Body("more keys than items", 422, "statement-mismatch", "items", null, static (item, key) => Draft.RenewalBody(key, Statement(Guid.NewGuid(), item).Encode(), item, item)),
        Body("no keys", 422, "statement-mismatch", "items", null, static (item, key) => Draft.RenewalBody(key, Statement(Guid.NewGuid(), item).Encode())),
        Body("an old entry key of 31 bytes", 400, "invalid-field", "items[0].old_entry_key", 0, static (item, key) =>
            Draft.RenewalBody(key, Statement(Guid.NewGuid(), item).Encode(), (item.Old with { Key = item.Old.Key[1..] }, item.New))),
        Body("a new entry key of 33 bytes", 400, "invalid-field", "items[0].new_entry_key", 0, static (item, key) =>
            Draft.RenewalBody(key, Statement(Guid.NewGuid(), item).Encode(), (item.Old, item.New with { Key = [.. item.New.Key, 1] }))),
        Body("a null item", 400, "wrong-type", "items[0]", null, static (item, key) =>
        {
            JsonObject body = JsonNode.Parse(Draft.RenewalBody(key, Statement(Guid.NewGuid(), item).Encode(), item))!.AsObject();
            body["items"]![0] = null;
            return body.ToJsonString();
        }),
        Body("the same item twice", 422, "duplicate-item", "items[1]", 1, static (item, key) =>
        {
            RenewalStatement once = Statement(Guid.NewGuid(), item);
            return Draft.RenewalBody(key, (once with { Items = [once.Items[0], once.Items[0]] }).Encode(), item, item);
        }),
        Body("a trailing byte", 422, "statement-malformed", "statement.payload", null, static (item, key) => Draft.RenewalBody(key, [.. Statement(Guid.NewGuid(), item).Encode(), 0], item)),
        Body("zero items", 422, "statement-malformed", "statement.payload", null, static (item, key) =>
        {
            byte[] payload = Statement(Guid.NewGuid(), item).Encode()[..^83];
            (payload[^2], payload[^1]) = (0, 0);
            return Draft.RenewalBody(key, payload, item);
        }),
        Said("signed with another member's key", 422, "signature-invalid", static said => said, static world => world.Beta.SigningKey) with { Field = "statement.signature" },
    ];

    private static BadRequest Said(string cause, int status, string type, Func<RenewalStatement, RenewalStatement> change, Func<BadWorld, ECDsa>? key = null) =>
        new($"{Routes.Renewals}: {cause}", status, type, world =>
        {
            (DraftItem, DraftItem) pair = (DraftItem.Fresh(), DraftItem.Fresh());
            string body = Draft.RenewalBody(key?.Invoke(world) ?? world.Alpha.SigningKey, change(Statement(Guid.NewGuid(), pair)).Encode(), pair);
            return Task.FromResult(Shot.Post(world.Alpha.Http, Routes.Renewals, body));
        }) { Field = "statement.payload" };

    private static BadRequest Body(string cause, int status, string type, string field, int? index, Func<(DraftItem Old, DraftItem New), ECDsa, string> body) =>
        new($"{Routes.Renewals}: {cause}", status, type, world =>
            Task.FromResult(Shot.Post(world.Alpha.Http, Routes.Renewals, body((DraftItem.Fresh(), DraftItem.Fresh()), world.Alpha.SigningKey)))) { Field = field, Index = index };
}
