using System.Text.Json;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.EndToEnd.Tests.BadRequests;

/// <summary>What only the desk may ask, and what not even the desk may.</summary>
internal static class DeskFaults
{
    private static readonly string Key = Draft.Text(new byte[32]);

    public static string State(Func<EntryStateRequest, EntryStateRequest>? change = null)
    {
        EntryStateRequest request = new("goods", 1, "phone", Key);
        return JsonSerializer.Serialize(change?.Invoke(request) ?? request, WireJson.Default.EntryStateRequest);
    }

    public static string Dispute(Func<DisputeRequest, DisputeRequest>? change = null)
    {
        DisputeRequest request = new("goods", 1, "phone", Key, "They say it is not them.", "D-2026-7");
        return JsonSerializer.Serialize(change?.Invoke(request) ?? request, WireJson.Default.DisputeRequest);
    }

    public static IEnumerable<BadRequest> All() => [.. States(), .. Disputes()];

    private static IEnumerable<BadRequest> States()
    {
        BadRequest Row(string cause, int status, string type, string? field, Func<EntryStateRequest, EntryStateRequest> change, Func<BadWorld, HttpClient>? caller = null) =>
            new($"{Routes.EntryState}: {cause}", status, type, world => Task.FromResult(Shot.Post((caller ?? (static one => one.Desk.Http))(world), Routes.EntryState, State(change)))) { Field = field };
        return
        [
            Row("a member asks", 403, "role-not-allowed", null, static said => said, static world => world.Alpha.Http),
            Row("a rights holder asks", 403, "role-not-allowed", null, static said => said, static world => world.Brand.Http),
            Row("a courier asks", 403, "role-not-allowed", null, static said => said, static world => world.Courier.Http),
            Row("an unknown list", 404, "not-found", "epoch", static said => said with { List = "nowhere" }),
            Row("an epoch that never was", 404, "not-found", "epoch", static said => said with { Epoch = 9 }),
            Row("a kind that the list has not", 404, "not-found", "epoch", static said => said with { Kind = "bank-card" }),
            Row("an unknown kind", 400, "invalid-field", "kind", static said => said with { Kind = "shoe-size" }),
            Row("an entry key of 31 bytes", 400, "invalid-field", "entry_key", static said => said with { EntryKey = Draft.Text(new byte[31]) }),
            Row("an entry key in base64", 400, "invalid-field", "entry_key", static said => said with { EntryKey = Convert.ToBase64String(new byte[32]) }),
            Row("an empty entry key", 400, "invalid-field", "entry_key", static said => said with { EntryKey = "" }),
        ];
    }

    private static IEnumerable<BadRequest> Disputes()
    {
        BadRequest Row(string cause, int status, string type, string? field, Func<DisputeRequest, DisputeRequest> change, Func<BadWorld, HttpClient>? caller = null) =>
            new($"{Routes.Disputes}: {cause}", status, type, world => Task.FromResult(Shot.Post((caller ?? (static one => one.Desk.Http))(world), Routes.Disputes, Dispute(change)))) { Field = field };
        return
        [
            Row("a member disputes", 403, "role-not-allowed", null, static said => said, static world => world.Alpha.Http),
            Row("a rights holder disputes", 403, "role-not-allowed", null, static said => said, static world => world.Brand.Http),
            Row("what nobody reported", 404, "not-found", "entry_key", static said => said),
            Row("an unknown list", 404, "not-found", "epoch", static said => said with { List = "nowhere" }),
            Row("an epoch that never was", 404, "not-found", "epoch", static said => said with { Epoch = 9 }),
            Row("an unknown kind", 400, "invalid-field", "kind", static said => said with { Kind = "shoe-size" }),
            Row("an entry key of 31 bytes", 400, "invalid-field", "entry_key", static said => said with { EntryKey = Draft.Text(new byte[31]) }),
            Row("no ground", 400, "invalid-field", "ground", static said => said with { Ground = " " }),
            Row("a ground of 201 characters", 400, "invalid-field", "ground", static said => said with { Ground = new string('x', 201) }),
            Row("a ground with a phone number", 400, "invalid-field", "ground", static said => said with { Ground = "It is the number 19900000123." }),
            Row("a ground with control characters", 400, "invalid-field", "ground", static said => said with { Ground = "a\u0007b" }),
            Row("no reference", 400, "invalid-field", "reference", static said => said with { Reference = "" }),
            Row("a reference of 65 characters", 400, "invalid-field", "reference", static said => said with { Reference = new string('7', 65) }),
        ];
    }
}
