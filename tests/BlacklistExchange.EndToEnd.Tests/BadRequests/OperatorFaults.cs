namespace BlacklistExchange.EndToEnd.Tests.BadRequests;

/// <summary>An operator's slips, over the operator port.</summary>
internal static class OperatorFaults
{
    private const string Targets = """{"line":1,"list":"goods","kind":"phone","tag":"00","ground":"g","reference":"r"}""";
    private static readonly string NoEntry = Targets.Replace("\"00\"", $"\"{new string('0', 64)}\"", StringComparison.Ordinal);

    public static IEnumerable<BadRequest> All() => [.. Lists(), .. Members(), .. Budgets(), .. Acts()];

    private static BadRequest Post(string path, string cause, int status, string type, string? field, string body) =>
        new($"operator {path}: {cause}", status, type, world => Task.FromResult(Shot.Post(world.Operator, "/v1/operator/" + path, body))) { Field = field };

    private static string List(string name, string kinds = "[\"phone\"]", string more = "") => $$"""{"name":"{{name}}","scope":"s","kinds":{{kinds}}{{more}}}""";

    private static IEnumerable<BadRequest> Lists() =>
    [
        Post("lists", "a name in capitals", 400, "invalid-field", "name", List("Goods")),
        Post("lists", "a name that is taken", 409, "already-exists", "name", List("goods")),
        Post("lists", "no kinds", 400, "invalid-field", "kinds", List("new", "[]")),
        Post("lists", "an unknown kind", 400, "invalid-field", "kinds[1]", List("new", "[\"phone\",\"shoe-size\"]")),
        Post("lists", "a null kind", 400, "wrong-type", "kinds[0]", List("new", "[null]")),
        Post("lists", "a kind twice", 400, "invalid-field", "kinds", List("new", "[\"phone\",\"phone\"]")),
        Post("lists", "a null sector", 400, "wrong-type", "sectors[0]", List("new", more: ",\"sectors\":[null]")),
        Post("lists", "an epoch of a day", 400, "invalid-field", "epoch_days", List("new", more: ",\"epoch_days\":1")),
        Post("lists", "a negative release delay", 400, "invalid-field", "release_delay_seconds", List("new", more: ",\"release_delay_seconds\":-1")),
        Post("lists", "a null rule in its ladder", 400, "wrong-type", "policy.ladder[0]", List("new", more: ",\"policy\":{\"ladder\":[null],\"expiry_days\":{},\"purposes\":[]}")),
        Post("lists", "an unknown field", 400, "unknown-field", "colour", List("new", more: ",\"colour\":\"red\"")),
        Post("lists/nowhere/epochs", "an unknown list", 404, "not-found", "list", "{}"),
        Post("lists/past/epochs", "a start that is no time", 400, "invalid-field", "not_before", """{"not_before":"soon"}"""),
        Post("lists/past/epochs", "a life of a day", 400, "invalid-field", "days", """{"days":1}"""),
        Post("lists/twice/epochs", "a third open epoch", 409, "conflict", null, "{}"),
    ];

    private static IEnumerable<BadRequest> Members()
    {
        string Member(string request, string role = "member", string more = "") => $$"""{"request":"{{request}}","entity":"alpha","role":"{{role}}","sector":"marketplace"{{more}}}""";
        return
        [
            Post("entities", "a name in capitals", 400, "invalid-field", "slug", """{"slug":"ACME","name":"n","registry_number":"1"}"""),
            Post("entities", "one that is there", 409, "already-exists", "slug", """{"slug":"alpha","name":"n","registry_number":"1"}"""),
            Post("entities", "an unknown parent", 404, "not-found", "parent", """{"slug":"new","name":"n","registry_number":"1","parent":"nobody"}"""),
            Post("entities", "no name", 400, "invalid-field", "name", """{"slug":"new","name":" ","registry_number":"1"}"""),
            Post("members", "no request in the text", 400, "invalid-enrolment-request", "request", Member("hello")),
            Post("members", "a broken request", 400, "invalid-enrolment-request", "request", Member("-----BEGIN CERTIFICATE REQUEST-----\\nAAAA\\n-----END CERTIFICATE REQUEST-----")),
            Post("members", "an unknown role", 400, "invalid-field", "role", Member("x", "king")),
            Post("members", "an unknown kind declared", 400, "invalid-field", "declared", Member("x", more: ",\"declared\":{\"shoe-size\":1}")),
            Post("members", "a negative volume declared", 400, "invalid-field", "declared", Member("x", more: ",\"declared\":{\"phone\":-1}")),
            Post("members/nobody/suspend", "an unknown member", 404, "not-found", "member", """{"reason":"r"}"""),
            Post("members/alpha/suspend", "no reason", 400, "invalid-field", "reason", """{"reason":""}"""),
            Post("members/alpha/revoke", "neither stand nor withdraw", 400, "invalid-field", "reports", """{"reports":"burn","reason":"r"}"""),
        ];
    }

    private static IEnumerable<BadRequest> Budgets() =>
    [
        Post("budgets", "an unknown list", 404, "not-found", "list", """{"list":"nowhere","kind":"phone","entity":"alpha","burst":1,"reason":"r"}"""),
        Post("budgets", "an unknown kind", 404, "not-found", "kind", """{"list":"goods","kind":"shoe-size","entity":"alpha","burst":1,"reason":"r"}"""),
        Post("budgets", "an unknown entity", 404, "not-found", "entity", """{"list":"goods","kind":"phone","entity":"nobody","burst":1,"reason":"r"}"""),
        Post("budgets", "a negative burst", 400, "invalid-field", "burst", """{"list":"goods","kind":"phone","entity":"alpha","burst":-1,"reason":"r"}"""),
        Post("budgets", "neither an entity nor the hub", 400, "invalid-field", "entity", """{"list":"goods","kind":"phone","reason":"r"}"""),
        Post("budgets", "no reason", 400, "invalid-field", "reason", """{"list":"goods","kind":"phone","entity":"alpha","burst":1,"reason":" "}"""),
        Post("budgets", "more than the hub has", 409, "budget-sum-exceeded", null, """{"list":"goods","kind":"phone","entity":"alpha","epoch":60000000000,"reason":"r"}"""),
        Post("budgets/grants", "no units", 400, "invalid-field", "units", """{"entity":"alpha","list":"goods","kind":"phone","units":0,"until":"+1d","reason":"r"}"""),
        Post("budgets/grants", "until yesterday", 400, "invalid-field", "until", """{"entity":"alpha","list":"goods","kind":"phone","units":1,"until":"2020-01-01","reason":"r"}"""),
    ];

    private static IEnumerable<BadRequest> Acts()
    {
        string Act(string verb, string targets) => $$"""{"verb":"{{verb}}","targets":{{targets}},"dry_run":false}""";
        return
        [
            Post("acts", "an unknown verb", 400, "invalid-field", "verb", Act("forgive", $"[{Targets}]")),
            Post("acts", "no targets", 400, "invalid-field", "targets", Act("list", "[]")),
            Post("acts", "a null target", 400, "wrong-type", "targets[0]", Act("list", "[null]")),
            Post("acts", "a tag of two digits", 422, "act-refused", "targets", Act("list", $"[{Targets}]")),
            Post("acts", "a tag that nobody reported", 422, "act-refused", "targets", Act("list", $"[{NoEntry}]")),
            Post("acts", "a report that nobody filed", 422, "act-refused", "targets", Act("list", $$"""[{"line":1,"report":"alpha/{{Guid.Empty}}","ground":"g","reference":"r"}]""")),
            Post("acts", "a report and an entry", 422, "act-refused", "targets", Act("list", $"[{NoEntry.Replace("\"list\"", "\"report\":\"alpha/1\",\"list\"", StringComparison.Ordinal)}]")),
            Post("acts", "a ground with an identifier", 422, "act-refused", "targets", Act("list", $"[{NoEntry.Replace("\"g\"", "\"19900000123\"", StringComparison.Ordinal)}]")),
            new("operator entries: a tag of two digits", 400, "invalid-field", static world => Task.FromResult(Shot.Of(world.Operator, HttpMethod.Get, "/v1/operator/entries/00"))) { Field = "tag" },
            new("operator entries: a tag that nobody reported", 404, "not-found", static world =>
                Task.FromResult(Shot.Of(world.Operator, HttpMethod.Get, "/v1/operator/entries/" + new string('0', 64)))) { Field = "tag" },
        ];
    }
}
