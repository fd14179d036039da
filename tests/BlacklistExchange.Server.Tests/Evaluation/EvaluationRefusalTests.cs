using System.Text.Json.Nodes;
using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Server.Tests.Evaluation;

/// <summary>Bad evaluation requests, one cause each; none is charged.</summary>
public sealed class EvaluationRefusalTests
{
    private static readonly (string Name, Action<JsonObject> Spoil, string Type, string? Field)[] Cases =
    [
        ("no id", static body => body.Remove("request_id"), "missing-field", "request_id"),
        ("id is no uuid", static body => body["request_id"] = "seven", "wrong-type", "request_id"),
        ("empty id", static body => body["request_id"] = Guid.Empty.ToString(), "invalid-field", "request_id"),
        ("unknown purpose", static body => body["purpose"] = "curiosity", "invalid-field", "purpose"),
        ("null purpose", static body => body["purpose"] = null, "wrong-type", "purpose"),
        ("no groups", static body => body["groups"] = new JsonArray(), "invalid-field", "groups"),
        ("17 groups", static body => Repeat(body, 17), "invalid-field", "groups"),
        ("unknown list", static body => Group(body)["list"] = "nowhere", "not-found", "groups[0].list"),
        ("unknown kind", static body => Group(body)["kind"] = "fax", "not-found", "groups[0].kind"),
        ("kind of another list", static body => Group(body)["kind"] = "uscc", "not-found", "groups[0].kind"),
        ("epoch 0", static body => Group(body)["epoch"] = 0, "epoch-not-live", "groups[0].epoch"),
        ("epoch never opened", static body => Group(body)["epoch"] = 7, "epoch-not-live", "groups[0].epoch"),
        ("epoch is negative", static body => Group(body)["epoch"] = -1, "wrong-type", "groups[0].epoch"),
        ("epoch as text", static body => Group(body)["epoch"] = "1", "wrong-type", "groups[0].epoch"),
        ("no elements", static body => Group(body)["elements"] = "", "invalid-field", "groups[0].elements"),
        ("padding character", static body => Group(body)["elements"] += "=", "invalid-field", "groups[0].elements"),
        ("a space", static body => Group(body)["elements"] = " " + (string)Group(body)["elements"]!, "invalid-field", "groups[0].elements"),
        ("base64, not url", static body => Group(body)["elements"] = "+/" + ((string)Group(body)["elements"]!)[2..], "invalid-field", "groups[0].elements"),
        ("a byte short", static body => Group(body)["elements"] = ((string)Group(body)["elements"]!)[..^2], "invalid-field", "groups[0].elements"),
        ("unused bits set", static body => Group(body)["elements"] = ((string)Group(body)["elements"]!)[..^1] + "_", "invalid-field", "groups[0].elements"),
        ("5 elements", static body => Group(body)["elements"] = new string('A', 214), "invalid-field", "groups[0].elements"),
        ("4 identities", static body => Group(body)["elements"] = new string('A', 171), "invalid-element", "groups[0].elements"),
        ("unknown field in a group", static body => Group(body)["proof"] = "x", "unknown-field", "groups[0].proof"),
        ("4100 elements", static body => { Repeat(body, 4, new string('A', 43_691)); ((JsonArray)body["groups"]!).Add(Small()); }, "invalid-field", "groups"),
    ];

    [Fact]
    public async Task Refuses_each_with_its_own_problem_and_charges_nothing()
    {
        await using World world = await World.StartAsync();
        HttpClient alpha = (await world.Hub.EnrolAsync("alpha")).Http;
        using BlindedBatch batch = World.Blind(await world.KeyAsync(alpha), 4);
        string sound = World.Body(Purposes.SignUp, World.Group(batch));
        foreach ((string name, Action<JsonObject> spoil, string type, string? field) in Cases)
        {
            JsonObject body = JsonNode.Parse(sound)!.AsObject();
            spoil(body);
            Problem problem = await (await World.SendAsync(alpha, body.ToJsonString())).ProblemAsync(type);
            Assert.True(problem.Field == field, $"{name}: {problem.Field}");
        }
        Assert.Equal(1_000_000, (await World.BudgetAsync(alpha)).EpochTotal.Remaining);
        Assert.Equal(4, (await World.AnsweredAsync(World.SendAsync(alpha, sound))).Charged);
    }

    [Fact]
    public async Task Refuses_a_body_beyond_the_limit()
    {
        await using World world = await World.StartAsync();
        HttpClient alpha = (await world.Hub.EnrolAsync("alpha")).Http;
        await (await World.SendAsync(alpha, $"{{\"purpose\":\"{new string('x', 256 * 1024)}\"}}")).ProblemAsync("too-large");
    }

    private static JsonObject Group(JsonObject body) => body["groups"]![0]!.AsObject();

    private static JsonObject Small() => new() { ["list"] = World.List, ["epoch"] = 1, ["kind"] = World.Kind, ["elements"] = new string('A', 171) };

    private static void Repeat(JsonObject body, int count, string? elements = null)
    {
        JsonObject group = Group(body);
        if (elements is not null)
        {
            group["elements"] = elements;
        }
        body["groups"] = new JsonArray([.. Enumerable.Range(0, count).Select(_ => group.DeepClone())]);
    }
}
