using System.Text.Json.Nodes;
using BlacklistExchange.Client;
using BlacklistExchange.Client.Tests;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Agent.Tests.Checks;

/// <summary>POST /v1/check against a fake hub, over a real unix socket.</summary>
public sealed class CheckIdentifiersTests
{
    [Fact]
    public async Task Returns_a_listed_applicant_with_the_grounds()
    {
        await using AgentWorld world = await AgentWorld.StartAsync(listed: [TestIds.Phone(1), TestIds.ResidentId(1)]);

        JsonNode answer = await world.CheckAsync(TestIds.Phone(1), TestIds.ResidentId(1), TestIds.Seller(1));

        Assert.Equal(("listed", "strong", true), ((string)answer["verdict"]!, (string)answer["strength"]!, (bool)answer["should_refuse"]!));
        Assert.Contains("one infringer", (string)answer["explanation"]!, StringComparison.Ordinal);
        Assert.Equal(["phone listed listed", "resident-id listed listed", "seller-account not-listed none"],
            answer["identifiers"]!.AsArray().Select(static one => $"{one!["kind"]} {one["verdict"]} {one["standing"]}"));
        Assert.Equal(("counterfeit", "official", "1"), ((string)answer["identifiers"]![0]!["category"]!, (string)answer["identifiers"]![0]!["tier"]!, (string)answer["identifiers"]![0]!["reporters"]!));
    }

    [Fact]
    public async Task Returns_the_refusal_of_one_identifier_and_the_answers_of_the_others()
    {
        await using AgentWorld world = await AgentWorld.StartAsync(listed: TestIds.Seller(1));

        (int status, JsonNode answer) = await world.PostAsync("/v1/check",
            $$"""{"identifiers":[{"kind":"resident-id","value":"110105199002300018"},{"kind":"phone","value":""},{{AgentWorld.Item(TestIds.Seller(1))}},{"kind":"seller-account","value":"x1"}],"purpose":"sign-up"}""");

        Assert.Equal(200, status);
        Assert.Equal(("listed", "strong"), ((string)answer["verdict"]!, (string)answer["strength"]!));
        Assert.Equal(["refused", "refused", "listed", "refused"], answer["identifiers"]!.AsArray().Select(static one => (string)one!["verdict"]!));
        Assert.StartsWith("resident-id.", (string)answer["identifiers"]![0]!["refusal_code"]!, StringComparison.Ordinal);
        Assert.True((bool)answer["identifiers"]![0]!["looks_fabricated"]!);
        Assert.Contains("position 1, 2, 4 could not be read", (string)answer["explanation"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("110105199002300018", answer.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OnUncertain.FailOpen, false)]
    [InlineData(OnUncertain.FailClosed, true)]
    public async Task Returns_unsure_when_nothing_could_be_read_and_the_policy_decides(OnUncertain policy, bool refuses)
    {
        await using AgentWorld world = await AgentWorld.StartAsync(policy);
        (int status, JsonNode answer) = await world.PostAsync("/v1/check", """{"identifiers":[{"kind":"phone","value":"12"}],"purpose":"sign-up"}""");
        Assert.Equal((200, "unsure", "identifier-refused", refuses), (status, (string)answer["verdict"]!, (string)answer["reason"]!, (bool)answer["should_refuse"]!));
        Assert.DoesNotContain(world.Hub.Requests, static request => request.Purpose is not null);
    }

    [Theory]
    [InlineData(OnUncertain.FailOpen, false)]
    [InlineData(OnUncertain.FailClosed, true)]
    public async Task Returns_unsure_when_the_hub_is_away_and_the_policy_decides(OnUncertain policy, bool refuses)
    {
        await using AgentWorld world = await AgentWorld.StartAsync(policy);
        await world.CheckAsync(TestIds.Phone(1));
        await world.Hub.StopAsync();
        JsonNode answer = await world.CheckAsync(TestIds.Phone(2));
        Assert.Equal(("unsure", refuses), ((string)answer["verdict"]!, (bool)answer["should_refuse"]!));
        Assert.NotNull(answer["reason"]);
        Assert.Null(answer["handle"]);
    }

    [Fact]
    public async Task Returns_unsure_after_the_patience_when_the_hub_does_not_answer()
    {
        await using AgentWorld world = await AgentWorld.StartAsync(OnUncertain.FailClosed, static settings => settings with { Patience = TimeSpan.FromMilliseconds(300) });
        await Waiting.UntilAsync(async () => (await world.GetAsync("/readyz")).Status == 200);
        TaskCompletionSource held = new();
        world.Hub.BeforeAnswer = _ => held.Task;
        JsonNode answer = await world.CheckAsync(TestIds.Phone(1));
        held.SetResult();
        Assert.Equal(("unsure", "timeout", true), ((string)answer["verdict"]!, (string)answer["reason"]!, (bool)answer["should_refuse"]!));
        Assert.Equal("unsure", (string)answer["identifiers"]![0]!["verdict"]!);
    }

    [Fact]
    public async Task Returns_unsure_with_the_time_when_the_budget_comes_back()
    {
        await using AgentWorld world = await AgentWorld.StartAsync();
        DateTimeOffset back = TimeProvider.System.GetUtcNow().AddHours(3);
        world.Hub.ExhaustBudget(IdentifierKind.Phone, "day", 0, back);
        JsonNode answer = await world.CheckAsync(TestIds.Phone(1));
        Assert.Equal(("unsure", "budget-exhausted", back.ToUnixTimeSeconds()), ((string)answer["verdict"]!, (string)answer["reason"]!, (long)answer["retry_at"]!));
    }

    [Fact]
    public async Task Returns_unsure_when_the_certificate_is_revoked()
    {
        await using AgentWorld world = await AgentWorld.StartAsync();
        await world.CheckAsync(TestIds.Phone(1));
        world.Hub.Revoke("test-member");
        JsonNode answer = await world.CheckAsync(TestIds.Phone(2));
        Assert.Equal(("unsure", "certificate-refused"), ((string)answer["verdict"]!, (string)answer["reason"]!));
    }
}
