using System.Text.Json.Nodes;
using BlacklistExchange.Client.Tests;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Agent.Tests.Reports;

/// <summary>POST /v1/report and GET /v1/budget.</summary>
public sealed class FileReportTests
{
    [Fact]
    public async Task Returns_the_same_receipt_for_the_same_reference_and_files_once()
    {
        await using AgentWorld world = await AgentWorld.StartAsync();
        (int status, JsonNode first) = await world.PostAsync("/v1/report", Case("case-1", AgentWorld.Item(TestIds.Phone(1)), AgentWorld.Item(TestIds.Seller(1))));
        await world.RestartAsync();
        (int again, JsonNode second) = await world.PostAsync("/v1/report", Case("case-1", AgentWorld.Item(TestIds.Phone(1)), AgentWorld.Item(TestIds.Seller(1))));

        Assert.Equal((200, 200), (status, again));
        Assert.Equal(first.ToJsonString(), second.ToJsonString());
        Assert.Equal(["phone accepted listed", "seller-account accepted listed"], first["items"]!.AsArray().Select(static item => $"{item!["kind"]} {item["outcome"]} {item["state"]}"));
        Assert.Single(world.Hub.Requests, static request => request.Path == "/v1/reports");
        (status, JsonNode conflict) = await world.PostAsync("/v1/report", Case("case-1", AgentWorld.Item(TestIds.Phone(2))));
        Assert.Equal((409, ("conflict", "reference")), (status, AgentWorld.Fault(conflict)));
    }

    [Theory]
    [InlineData("\"category\":\"theft\"", "invalid-field", "category")]
    [InlineData("\"evidence_type\":\"rumour\"", "invalid-field", "evidence_type")]
    [InlineData("\"observed\":\"2999-01\"", "invalid-field", "observed")]
    [InlineData("\"basis\":\"on-notice\"", "invalid-field", "complainant")]
    [InlineData("\"notice_served\":\"yes\"", "wrong-type", "notice_served")]
    [InlineData("\"right\":{\"type\":\"trademark\",\"office\":\"C\",\"number\":\"1\"}", "invalid-field", "right.office")]
    [InlineData("\"right\":{\"type\":\"trademark\",\"office\":\"CN\"}", "missing-field", "right.number")]
    [InlineData("\"evidence_sha256\":\"abcd\"", "invalid-field", "evidence_sha256")]
    [InlineData("\"identifiers\":[{\"kind\":\"phone\",\"value\":\"4711\"}]", "invalid-field", "identifiers[0].value")]
    [InlineData("\"identifiers\":[{\"kind\":\"phone\",\"value\":\"13912340001\"},{\"kind\":\"phone\",\"value\":\"139 1234 0001\"}]", "invalid-field", "identifiers[1].value")]
    [InlineData("\"reference\":null", "missing-field", "reference")]
    public async Task Refuses_a_bad_case_by_its_field(string change, string type, string field)
    {
        await using AgentWorld world = await AgentWorld.StartAsync();
        JsonObject body = JsonNode.Parse(Case("case-1", AgentWorld.Item(TestIds.Phone(1))))!.AsObject();
        foreach ((string name, JsonNode? value) in JsonNode.Parse($"{{{change}}}")!.AsObject())
        {
            body[name] = value?.DeepClone();
        }
        (int status, JsonNode answer) = await world.PostAsync("/v1/report", body.ToJsonString());
        Assert.Equal((400, (type, field)), (status, AgentWorld.Fault(answer)));
        Assert.DoesNotContain("4711", answer.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Returns_a_problem_for_what_the_hub_does_to_a_report_or_a_budget()
    {
        await using AgentWorld world = await AgentWorld.StartAsync();
        (int status, JsonNode budget) = await world.GetAsync("/v1/budget");
        Assert.Equal(200, status);
        Assert.Contains(budget["budgets"]!.AsArray(), static line => (string)line!["kind"]! == "phone");

        DateTimeOffset back = TimeProvider.System.GetUtcNow().AddHours(3);
        world.Hub.ExhaustBudget(IdentifierKind.Phone, "day", 0, back);
        (status, JsonNode refused) = await world.PostAsync("/v1/report", Case("case-2", AgentWorld.Item(TestIds.Phone(3))));
        Assert.Equal((429, "budget-exhausted", back.ToUnixTimeSeconds()), (status, AgentWorld.Fault(refused).Type, (long)refused["retry_at"]!));

        world.Hub.Revoke("test-member");
        (status, refused) = await world.GetAsync("/v1/budget");
        Assert.Equal((502, "certificate-refused"), (status, AgentWorld.Fault(refused).Type));

        await world.Hub.StopAsync();
        (status, refused) = await world.GetAsync("/v1/budget");
        Assert.Equal((502, "hub-unavailable"), (status, AgentWorld.Fault(refused).Type));
    }

    private static string Case(string reference, params string[] items) => $$"""
        {"reference":"{{reference}}","category":"counterfeit","evidence_type":"court-decision","observed":"2026-01","right":{"type":"trademark","office":"CN","number":"1234567"},
         "notice_served":true,"identifiers":[{{string.Join(',', items)}}]}
        """;
}
