using System.Text.Json;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.EndToEnd.Tests.BadRequests;

/// <summary>Emergency codes that suspend nobody.</summary>
internal static class EmergencyFaults
{
    public static string Body(string member, string code) => JsonSerializer.Serialize(new EmergencyRequest(member, code), WireJson.Default.EmergencyRequest);

    public static IEnumerable<BadRequest> All()
    {
        static BadRequest Row(string cause, int status, string type, string? field, string member, string code) =>
            new($"{Routes.Emergency}: {cause}", status, type, world => Task.FromResult(Shot.Post(world.Open, Routes.Emergency, Body(member, code)))) { Field = field };
        return
        [
            Row("a code of somebody else", 403, "emergency-refused", null, "alpha", EmergencyCode.Create()),
            Row("a member that there is not", 403, "emergency-refused", null, "nobody", EmergencyCode.Create()),
            Row("a name that is none", 400, "invalid-field", "member", "Not a name", EmergencyCode.Create()),
            Row("an empty code", 400, "invalid-field", "code", "alpha", ""),
            Row("a code with a slip", 400, "invalid-field", "code", "alpha", "0000-0000-0000-0000-0000-0000-0000"),
            new($"{Routes.Emergency}: on the member port", 404, "unknown-route", static world => Task.FromResult(Shot.Post(world.Alpha.Http, Routes.Emergency, Body("alpha", EmergencyCode.Create())))),
        ];
    }
}
