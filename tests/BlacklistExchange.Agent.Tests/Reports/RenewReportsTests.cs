using BlacklistExchange.Client.Tests;
using BlacklistExchange.Protocol.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace BlacklistExchange.Agent.Tests.Reports;

/// <summary>A new epoch: the member's own reports go into it by themselves, in the padding of sign-ups.</summary>
public sealed class RenewReportsTests
{
    [Fact]
    public async Task Carries_reports_into_a_new_epoch_in_the_padding_of_sign_ups()
    {
        await using AgentWorld world = await AgentWorld.StartAsync();
        await world.PostAsync("/v1/report", $$"""
            {"reference":"case-1","category":"counterfeit","evidence_type":"court-decision","observed":"2026-01","notice_served":true,
             "identifiers":[{{AgentWorld.Item(TestIds.Phone(1))}},{{AgentWorld.Item(TestIds.Phone(2))}}]}
            """);
        world.Hub.OpenEpoch();
        await world.RestartAsync();
        await Waiting.UntilAsync(async () => (string?)(await world.CheckAsync(TestIds.Phone(3)))["verdict"] == "not-listed");

        // One after the other: each request has three slots to spare under the new epoch.
        for (int number = 10; !world.Hub.Requests.Any(static request => request.Path == Routes.Renewals); number++)
        {
            Assert.True(number < 200, "The reports were not renewed.");
            await world.CheckAsync(TestIds.Phone(number));
            await Task.Delay(20);
        }

        Assert.DoesNotContain(world.Hub.Requests, static request => request.Purpose == Purposes.Renewal);
        await Waiting.UntilAsync(async () =>
        {
            await world.Services.GetRequiredService<Client.ExchangeClient>().SyncAsync();
            return (string?)(await world.CheckAsync(TestIds.Phone(1)))["identifiers"]![0]!["epoch"]?.ToString() == "2";
        });
    }
}
