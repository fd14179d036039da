using System.Text;
using System.Text.Json;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Members;
using BlacklistExchange.Server.Tests;

namespace BlacklistExchange.EndToEnd.Tests.BadRequests;

/// <summary>Evaluations that must cost nothing.</summary>
internal static class EvaluateFaults
{
    public static string Body(BadWorld world) => Of(world).Json;

    public static IEnumerable<BadRequest> All() => [.. Shapes(), .. Encodings(), .. Elements(), .. Names(), .. Repeats(), .. Budgets()];

    private sealed record Request(Guid Id, string Purpose, List<EvaluateGroup> Groups)
    {
        public string Json => JsonSerializer.Serialize(new EvaluateRequest(Id, Purpose, Groups), WireJson.Default.EvaluateRequest);
    }

    private static Request Of(BadWorld world) => new(Guid.NewGuid(), Purposes.SignUp, [new EvaluateGroup("goods", 1, "phone", Draft.Text(world.Elements))]);

    private static BadRequest Row(string cause, int status, string type, Func<BadWorld, string> body, Func<BadWorld, HttpClient>? caller = null) =>
        new($"{Routes.Evaluate}: {cause}", status, type, world => Task.FromResult(Shot.Post(caller?.Invoke(world) ?? world.Alpha.Http, Routes.Evaluate, body(world))));

    private static BadRequest Groups(string cause, Func<BadWorld, IEnumerable<EvaluateGroup>> groups) =>
        Row(cause, 400, "invalid-field", world => (Of(world) with { Groups = [.. groups(world)] }).Json) with { Field = "groups" };

    /// <summary>A row about the first group's elements.</summary>
    private static BadRequest Text(string cause, Func<byte[], string> elements) =>
        Row(cause, 400, "invalid-field", world => With(world, static (group, text) => group with { Elements = text }, elements(world.Elements))) with { Field = "groups[0].elements", Group = 0 };

    private static BadRequest Element(string cause, int index, Action<byte[]> change) => Row(cause, 400, "invalid-element", world =>
    {
        byte[] bytes = [.. world.Elements];
        change(bytes);
        return With(world, static (group, text) => group with { Elements = text }, Draft.Text(bytes));
    }) with { Field = "groups[0].elements", Group = 0, Index = index };

    private static BadRequest Named(string cause, int status, string type, string field, Func<EvaluateGroup, EvaluateGroup> change) =>
        Row(cause, status, type, world => With(world, (group, _) => change(group), "")) with { Field = $"groups[0].{field}", Group = 0 };

    private static BadRequest Json(string cause, string type, string field, Func<string, string> change) => Row(cause, 400, type, world => change(Body(world))) with { Field = field };

    private static string With(BadWorld world, Func<EvaluateGroup, string, EvaluateGroup> change, string text)
    {
        Request request = Of(world);
        return (request with { Groups = [change(request.Groups[0], text)] }).Json;
    }

    private static IEnumerable<BadRequest> Shapes() =>
    [
        Groups("no groups", static _ => []),
        Groups("17 groups", static world => Enumerable.Repeat(Of(world).Groups[0], 17)),
        Groups("4,100 elements together", static world => [.. Enumerable.Repeat(Sized(world, 1024), 4), Sized(world, 4)]),
        Json("a null group", "wrong-type", "groups[0]", static body => body[..body.IndexOf("[{", StringComparison.Ordinal)] + "[null]}"),
        Json("a group that is a number", "wrong-type", "groups[0]", static body => body[..body.IndexOf("[{", StringComparison.Ordinal)] + "[4]}"),
        Json("groups that are an object", "wrong-type", "groups", static body => body[..body.IndexOf("[{", StringComparison.Ordinal)] + "{}}"),
        Json("unknown field in a group", "unknown-field", "groups[0].colour", static body => body.Replace("{\"list\"", "{\"colour\":\"red\",\"list\"", StringComparison.Ordinal)),
        Json("duplicate field in a group", "duplicate-field", "groups[0].list", static body => body.Replace("{\"list\"", "{\"list\":\"goods\",\"list\"", StringComparison.Ordinal)),
        Json("missing field in a group", "missing-field", "groups[0].kind", static body => body.Replace(",\"kind\":\"phone\"", "", StringComparison.Ordinal)),
        Json("null elements", "wrong-type", "groups[0].elements", static body => body[..body.IndexOf("\"elements\"", StringComparison.Ordinal)] + "\"elements\":null}]}"),
        Json("elements as an array of numbers", "wrong-type", "groups[0].elements", static body => body[..body.IndexOf("\"elements\"", StringComparison.Ordinal)] + "\"elements\":[1,2,3]}]}"),
        Row("the nil UUID", 400, "invalid-field", static world => (Of(world) with { Id = Guid.Empty }).Json) with { Field = "request_id" },
        Row("a request id that is no UUID", 400, "wrong-type", static world => Body(world).Replace("\"request_id\":\"", "\"request_id\":\"x", StringComparison.Ordinal)) with { Field = "request_id" },
        Row("unknown purpose", 400, "invalid-field", static world => (Of(world) with { Purpose = "curiosity" }).Json) with { Field = "purpose" },
        Row("empty purpose", 400, "invalid-field", static world => (Of(world) with { Purpose = "" }).Json) with { Field = "purpose" },
        Row("purpose in capitals", 400, "invalid-field", static world => (Of(world) with { Purpose = "SIGN-UP" }).Json) with { Field = "purpose" },
        new($"{Routes.Evaluate}: compressed", 415, "unsupported-media-type", static world =>
        {
            Shot shot = Shot.Post(world.Alpha.Http, Routes.Evaluate, Body(world));
            shot.Request.Content!.Headers.ContentEncoding.Add("gzip");
            return Task.FromResult(shot);
        }),
        new($"{Routes.Evaluate}: too large without a length", 413, "too-large", static world =>
            Task.FromResult(Shot.Streamed(world.Alpha.Http, Routes.Evaluate, Encoding.UTF8.GetBytes(Body(world) + new string(' ', 256 * 1024))))),
    ];

    private static IEnumerable<BadRequest> Encodings() =>
    [
        Text("no elements", static _ => ""),
        Text("five elements", static bytes => Draft.Text([.. bytes, .. bytes[..32]])),
        Text("1,025 elements", static bytes => Draft.Text([.. Enumerable.Repeat(bytes, 256).SelectMany(static one => one), .. bytes[..32]])),
        Text("2,048 elements in one group", static bytes => Draft.Text([.. Enumerable.Repeat(bytes, 512).SelectMany(static one => one)])),
        Text("half an element", static bytes => Draft.Text(bytes[..^16])),
        Text("base64 with a plus", static bytes => "+" + Draft.Text(bytes)[1..]),
        Text("base64 with a slash", static bytes => "/" + Draft.Text(bytes)[1..]),
        Text("base64url with padding", static bytes => Draft.Text(bytes) + "="),
        Text("base64url with percent signs for padding", static bytes => Draft.Text(bytes) + "%"),
        Text("base64url with a line break", static bytes => Draft.Text(bytes)[..76] + "\n" + Draft.Text(bytes)[76..]),
        Text("base64url of an impossible length", static bytes => Draft.Text(bytes) + "AA"),
        Text("base64url with unused bits set", static bytes => Draft.Text(bytes)[..^1] + Other(Draft.Text(bytes)[^1])),
        Text("hexadecimal", static bytes => Convert.ToHexStringLower(bytes) + "!"),
        Text("letters outside ASCII", static bytes => "é" + Draft.Text(bytes)[1..]),
    ];

    private static IEnumerable<BadRequest> Elements() =>
    [
        Element("the identity", 0, static bytes => bytes.AsSpan(0, 32).Clear()),
        Element("a value above the field", 1, static bytes => bytes.AsSpan(32, 32).Fill(0xFF)),
        Element("the field's order itself", 2, static bytes => Put(bytes, 2, "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")),
        Element("a negative value", 3, static bytes => Put(bytes, 3, "0100000000000000000000000000000000000000000000000000000000000000")),
        Element("a value off the curve", 3, static bytes => Put(bytes, 3, "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371")),
        Element("the first of two bad ones", 1, static bytes => bytes.AsSpan(32, 96).Fill(0xFF)),
        Row("a bad element in the second group", 400, "invalid-element", static world =>
        {
            Request request = Of(world);
            byte[] bytes = [.. world.Elements];
            bytes.AsSpan(64, 32).Fill(0xFF);
            return (request with { Groups = [request.Groups[0], request.Groups[0] with { Elements = Draft.Text(bytes) }] }).Json;
        }) with { Field = "groups[1].elements", Group = 1, Index = 2 },
    ];

    private static IEnumerable<BadRequest> Names() =>
    [
        Named("unknown list", 404, "not-found", "list", static group => group with { List = "nowhere" }),
        Named("another sector's list", 404, "not-found", "list", static group => group with { List = "shoes" }),
        Named("a list's name with a quote", 404, "not-found", "list", static group => group with { List = "goods' OR 1=1 --" }),
        Named("unknown kind", 404, "not-found", "kind", static group => group with { Kind = "shoe-size" }),
        Named("a kind that the list has not", 404, "not-found", "kind", static group => group with { Kind = "bank-card" }),
        Named("a kind by number", 404, "not-found", "kind", static group => group with { Kind = "2" }),
        Named("an epoch to come", 409, "epoch-not-live", "epoch", static group => group with { Epoch = 2 }),
        Named("an epoch that never was", 409, "epoch-not-live", "epoch", static group => group with { Epoch = 99 }),
        Named("an epoch that has ended", 409, "epoch-not-live", "epoch", static group => group with { List = "past" }),
        Named("epoch zero", 409, "epoch-not-live", "epoch", static group => group with { Epoch = 0 }),
        Json("a negative epoch", "wrong-type", "groups[0].epoch", static body => body.Replace("\"epoch\":1", "\"epoch\":-1", StringComparison.Ordinal)),
        Json("an epoch beyond 32 bits", "wrong-type", "groups[0].epoch", static body => body.Replace("\"epoch\":1", "\"epoch\":4294967296", StringComparison.Ordinal)),
        Json("a broken epoch", "wrong-type", "groups[0].epoch", static body => body.Replace("\"epoch\":1", "\"epoch\":1.5", StringComparison.Ordinal)),
        Json("an epoch as text", "wrong-type", "groups[0].epoch", static body => body.Replace("\"epoch\":1", "\"epoch\":\"1\"", StringComparison.Ordinal)),
        Row("a purpose that a courier may not name", 403, "purpose-not-allowed", static world => (Of(world) with { Purpose = Purposes.Payout }).Json, static world => world.Courier.Http)
            with { Field = "groups[0].kind", Group = 0 },
        Row("a query of a rights holder", 403, "purpose-not-allowed", Body, static world => world.Brand.Http) with { Field = "groups[0].kind", Group = 0 },
        Row("a fault in the second group only", 404, "not-found", static world =>
        {
            Request request = Of(world);
            return (request with { Groups = [request.Groups[0], request.Groups[0] with { List = "nowhere" }] }).Json;
        }) with { Field = "groups[1].list", Group = 1 },
    ];

    private static IEnumerable<BadRequest> Repeats() =>
    [
        new($"{Routes.Evaluate}: a request id with another body", 409, "request-id-reused", static async world =>
        {
            Request request = Of(world);
            await World.AnsweredAsync(World.SendAsync(world.Alpha.Http, request.Json));
            return Shot.Post(world.Alpha.Http, Routes.Evaluate, (request with { Purpose = Purposes.ReCheck }).Json);
        }) { Field = "request_id" },
        new($"{Routes.Evaluate}: a fourth repeat", 409, "request-spent", static async world =>
        {
            string body = Body(world);
            for (int sent = 0; sent < 4; sent++)
            {
                EvaluateResponse answer = await World.AnsweredAsync(World.SendAsync(world.Alpha.Http, body));
                Assert.Equal(sent == 0 ? 4 : 0, answer.Charged);
            }
            return Shot.Post(world.Alpha.Http, Routes.Evaluate, body);
        }) { Field = "request_id" },
    ];

    private static IEnumerable<BadRequest> Budgets()
    {
        BadRequest Row(string counter, Func<BadWorld, string, Task<BudgetsResponse>> set) =>
            new($"{Routes.Evaluate}: {counter} budget of 3 units", 429, "budget-exhausted", async world =>
            {
                EnrolledMember poor = await world.MemberAsync($"poor-{counter}");
                await set(world, poor.Slug);
                return Shot.Post(poor.Http, Routes.Evaluate, Body(world));
            }) { Counter = counter };
        return
        [
            Row("burst", static (world, entity) => world.World.SetBudgetAsync(entity, burst: 3)),
            Row("day", static (world, entity) => world.World.SetBudgetAsync(entity, day: 3)),
            Row("epoch", static (world, entity) => world.World.SetBudgetAsync(entity, epoch: 3)),
        ];
    }

    private static EvaluateGroup Sized(BadWorld world, int elements) =>
        new("goods", 1, "phone", Draft.Text([.. Enumerable.Repeat(world.Elements, elements / 4).SelectMany(static one => one)]));

    private static void Put(byte[] bytes, int index, string hex) => Convert.FromHexString(hex).CopyTo(bytes, 32 * index);

    /// <summary>The character that differs from a final one in its last bit only.</summary>
    private static char Other(char last)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return alphabet[alphabet.IndexOf(last) ^ 1];
    }
}
