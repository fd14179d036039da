using System.Text.Json.Nodes;
using BlacklistExchange.Agent.Problems;
using BlacklistExchange.Client.Tests;
using BlacklistExchange.Protocol.Tests.Gates;

namespace BlacklistExchange.Agent.Tests.Problems;

/// <summary>Every way in which a request can be wrong, with the field at fault; and the table of spec/problems.md.</summary>
public sealed class RefusalTests
{
    private const string Planted = "planted-4711";

    [Theory]
    [InlineData("/v1/check", "", "malformed-json", null)]
    [InlineData("/v1/check", "{}{}", "malformed-json", null)]
    [InlineData("/v1/check", """{"purpose":"\ud800"}""", "malformed-json", null)]
    [InlineData("/v1/check", "[]", "wrong-type", null)]
    [InlineData("/v1/check", """{"purpose":"sign-up"}""", "missing-field", "identifiers")]
    [InlineData("/v1/check", """{"identifiers":[],"purpose":"sign-up"}""", "invalid-field", "identifiers")]
    [InlineData("/v1/check", """{"identifiers":{"planted-4711":1},"purpose":"sign-up"}""", "wrong-type", "identifiers")]
    [InlineData("/v1/check", """{"identifiers":[{"kind":"phone","value":"1"}]}""", "missing-field", "purpose")]
    [InlineData("/v1/check", """{"identifiers":[{"kind":"phone","value":"1"}],"purpose":"planted-4711"}""", "invalid-field", "purpose")]
    [InlineData("/v1/check", """{"identifiers":[{"kind":"phone","value":"1"},{"kind":"phone","value":"1"},{"kind":"planted-4711","value":"1"}],"purpose":"sign-up"}""", "invalid-field", "identifiers[2].kind")]
    [InlineData("/v1/check", """{"identifiers":[{"kind":"phone","value":4711}],"purpose":"sign-up"}""", "wrong-type", "identifiers[0].value")]
    [InlineData("/v1/check", """{"identifiers":[{"kind":"phone"}],"purpose":"sign-up"}""", "missing-field", "identifiers[0].value")]
    [InlineData("/v1/check", """{"identifiers":[{"kind":"phone","value":"1","planted-4711":1}],"purpose":"sign-up"}""", "unknown-field", "identifiers[0]")]
    [InlineData("/v1/check", """{"identifiers":[{"kind":"phone","kind":"phone","value":"1"}],"purpose":"sign-up"}""", "duplicate-field", "identifiers[0].kind")]
    [InlineData("/v1/check", """{"identifiers":[{"kind":"phone","value":"1"}],"purpose":"sign-up","line":1}""", "unknown-field", null)]
    [InlineData("/v1/check", """{"identifiers":[{"kind":"phone","value":"1"}],"purpose":"sign-up","when":"planted-4711"}""", "invalid-field", "when")]
    [InlineData("/v1/check", """{"identifiers":[{"kind":"phone","value":"1"}],"purpose":"sign-up","latest":4711}""", "invalid-field", "latest")]
    [InlineData("/v1/check", """{"identifiers":[{"kind":"phone","value":"1"}],"purpose":"sign-up","when":"spare","latest":"4711"}""", "wrong-type", "latest")]
    [InlineData("/v1/check", """{"identifiers":[{"kind":"phone","value":"13912340001"}],"purpose":"sign-up","when":"spare","latest":99999999999}""", "invalid-field", "latest")]
    [InlineData("/v1/check", """{"identifiers":[{"kind":"phone","value":"1"}],"purpose":"sign-up","watch":true}""", "missing-field", "id")]
    [InlineData("/v1/pending/ack", """{}""", "missing-field", "through")]
    [InlineData("/v1/pending/ack", """{"through":-4711}""", "invalid-field", "through")]
    [InlineData("/v1/pending/ack", """{"through":1.5}""", "invalid-field", "through")]
    [InlineData("/v1/watch", """{"id":"planted-4711"}""", "missing-field", "handle")]
    [InlineData("/v1/watch", """{"id":"planted-4711","handle":"planted-4711"}""", "invalid-field", "handle")]
    [InlineData("/v1/watch/remove", """{"id":""}""", "invalid-field", "id")]
    [InlineData("/v1/check", """{"identifiers":[{"kind":"phone","value":"1"}],"purpose":"sign-up","id":""}""", "invalid-field", "id")]
    [InlineData("/v1/feedback", """{"outcome":"kept"}""", "missing-field", "id")]
    [InlineData("/v1/feedback", """{"id":"planted-4711","outcome":"undecided"}""", "invalid-field", "outcome")]
    [InlineData("/v1/feedback", """{"id":4711,"outcome":"kept"}""", "wrong-type", "id")]
    [InlineData("/v1/match", """{"handle":null}""", "missing-field", "handle")]
    [InlineData("/v1/match", """{"handle":""}""", "invalid-field", "handle")]
    public async Task Refuses_a_bad_body_by_its_field(string path, string body, string type, string? field)
    {
        await using AgentWorld world = await AgentWorld.StartAsync();
        (int status, JsonNode answer) = await world.PostAsync(path, body);
        Assert.Equal((400, (type, field)), (status, AgentWorld.Fault(answer)));
        Assert.DoesNotContain(Planted, answer.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("after=-1", "after")]
    [InlineData("after=1&after=2", "after")]
    [InlineData("after=planted-4711", "after")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=501", "limit")]
    [InlineData("planted-4711=1", "query")]
    public async Task Refuses_a_bad_parameter_by_its_name(string query, string field)
    {
        await using AgentWorld world = await AgentWorld.StartAsync();
        (int status, JsonNode answer) = await world.GetAsync("/v1/pending?" + query);
        Assert.Equal((400, ("invalid-field", field)), (status, AgentWorld.Fault(answer)));
        Assert.DoesNotContain(Planted, answer.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_what_is_not_of_this_port()
    {
        await using AgentWorld world = await AgentWorld.StartAsync();
        Assert.Equal("unknown-route", AgentWorld.Fault((await world.GetAsync("/v1/" + Planted)).Body).Type);
        (int status, JsonNode answer) = await world.GetAsync("/v1/check");
        Assert.Equal((405, "method-not-allowed"), (status, AgentWorld.Fault(answer).Type));
        // A server that refuses a body may close before all of it has been sent: this caller asks first.
        world.Http.DefaultRequestHeaders.ExpectContinue = true;
        (status, answer) = await world.PostAsync("/v1/check", new string(' ', AgentHost.MaxBodyBytes + 1));
        Assert.Equal((413, "too-large"), (status, AgentWorld.Fault(answer).Type));
        world.Http.DefaultRequestHeaders.ExpectContinue = false;
        using StringContent form = new("identifiers=1", null, "application/x-www-form-urlencoded");
        using HttpResponseMessage refused = await world.Http.PostAsync("/v1/check", form);
        Assert.Equal(415, (int)refused.StatusCode);
        string many = string.Join(',', Enumerable.Range(1, 101).Select(static number => AgentWorld.Item(TestIds.Phone(number))));
        (status, answer) = await world.PostAsync("/v1/check", $$"""{"identifiers":[{{many}}],"purpose":"sign-up"}""");
        Assert.Equal((400, ("invalid-field", "identifiers")), (status, AgentWorld.Fault(answer)));
    }

    [Fact]
    public void Keeps_problem_types_of_agent_and_specification_equal()
    {
        IEnumerable<string> inCode = typeof(ProblemTypes).GetFields().Select(static field => (ProblemType)field.GetValue(null)!).Select(static type => $"{type.Name} {type.Status} {type.Title}");
        IEnumerable<string> specified = MarkdownTable.Rows(Repository.Read("spec/problems.md"), "## The agent").Select(static row => string.Join(' ', row[..3]));
        Assert.Equal(inCode.Order(StringComparer.Ordinal), specified.Order(StringComparer.Ordinal));
    }
}
