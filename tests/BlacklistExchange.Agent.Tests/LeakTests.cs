using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json.Nodes;
using BlacklistExchange.Client.Testing;
using BlacklistExchange.Client.Tests;
using BlacklistExchange.Protocol.Identifiers;
using Microsoft.Extensions.Logging;

namespace BlacklistExchange.Agent.Tests;

/// <summary>Listens at Trace level to all that an agent says: logs, metrics, spans and problems. What was sent is never in it, wherever the caller put it.</summary>
public sealed class LeakTests : IDisposable
{
    private const string Misplaced = "planted4711";

    private readonly ConcurrentQueue<string> _said = [];
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _spans;

    public LeakTests()
    {
        _meters.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith("BlacklistExchange", StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _said.Enqueue($"{instrument.Name} {value} {string.Join(' ', tags.ToArray())}"));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => _said.Enqueue($"{instrument.Name} {value} {string.Join(' ', tags.ToArray())}"));
        _meters.Start();
        _spans = new ActivityListener
        {
            ShouldListenTo = static source => source.Name.StartsWith("BlacklistExchange", StringComparison.Ordinal),
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => _said.Enqueue($"{span.DisplayName} {string.Join(' ', span.TagObjects)} {span.StatusDescription}"),
        };
        ActivitySource.AddActivityListener(_spans);
    }

    [Fact]
    public async Task Says_nothing_of_what_was_sent()
    {
        // Other tests' agents share the meters of this process; these identifiers are this test's alone.
        Identifier[] people = [TestIds.Phone(471_101), TestIds.Phone(471_102), TestIds.Seller(471_101)];
        using ListenedLogger listened = new(_said);
        await using AgentWorld world = await AgentWorld.StartAsync(logging: logging =>
        {
            logging.AddProvider(listened);
            AgentLogging.Filter(logging, LogLevel.Trace);
        }, listed: people[0]);

        JsonNode answer = await world.CheckAsync(people);
        string handle = (string)answer["handle"]!;
        await world.PostAsync("/v1/match", $$"""{"handle":"{{handle}}"}""");
        await world.PostAsync("/v1/report", $$"""{"reference":"{{Misplaced}}","category":"counterfeit","evidence_type":"court-decision","observed":"2026-01","identifiers":[{{AgentWorld.Item(people[2])}}]}""");
        await MisplaceAsync(world, people, handle);
        foreach (FakeHubLie lie in Enum.GetValues<FakeHubLie>())
        {
            world.Hub.Lies = lie;
            await world.CheckAsync(people[1], TestIds.ResidentId(471));
        }
        await world.Hub.StopAsync();
        await world.CheckAsync(TestIds.Seller(471_103));
        _said.Enqueue((await world.GetAsync("/metrics")).Body.GetValue<string>());

        string[] secrets = [Misplaced, handle, .. people.Append(TestIds.ResidentId(471)).Append(TestIds.Seller(471_103)).Select(static one => one.RevealValue()), people[0].RevealValue()[3..],
            .. people.Select(world.Hub.RevealEntryKey).SelectMany(static key => (string[])[Convert.ToHexString(key), Convert.ToHexStringLower(key), Convert.ToBase64String(key).TrimEnd('=')])];
        Assert.Contains(_said, static line => line.Contains("bex.agent.requests", StringComparison.Ordinal));
        Assert.Contains(_said, static line => line.Contains("could not be synchronised", StringComparison.Ordinal) || line.Contains("was sent again", StringComparison.Ordinal) || line.Contains("evaluate", StringComparison.Ordinal));
        Assert.DoesNotContain(_said, line => Holds(line, secrets));
        // The search finds each one.
        Assert.All(secrets, secret => Assert.True(Holds($"x{secret}y", secrets)));
        Assert.True(Holds(answer.ToJsonString(), secrets));
    }

    public void Dispose()
    {
        _meters.Dispose();
        _spans.Dispose();
    }

    /// <summary>Everywhere that a value might slip to: names, kinds, purposes, paths, queries, headers, lines.</summary>
    private async Task MisplaceAsync(AgentWorld world, Identifier[] people, string handle)
    {
        string value = people[0].RevealValue();
        foreach (string body in (string[])[$$"""{"{{value}}":1}""", $$"""{"identifiers":[{"kind":"{{value}}","value":"1"}],"purpose":"{{value}}"}""", value, $"{{\"identifiers\":[{{\"kind\":\"phone\",\"value\":\"{Misplaced}\"}}],\"purpose\":\"sign-up\"}}",
            $$"""{"identifiers":[{"kind":"seller-account","namespace":"{{Misplaced}}/","value":"{{Misplaced}}"}],"purpose":"sign-up"}"""])
        {
            _said.Enqueue((await world.PostAsync("/v1/check", body)).Body.ToJsonString());
            _said.Enqueue((await world.PostAsync("/v1/report", body)).Body.ToJsonString());
            using StringContent lines = new(body + "\n", Encoding.UTF8, "application/x-ndjson");
            _said.Enqueue(await (await world.Http.PostAsync("/v1/check/batch", lines)).Content.ReadAsStringAsync());
        }
        _said.Enqueue((await world.GetAsync($"/v1/{Misplaced}?phone={Uri.EscapeDataString(value)}")).Body.ToJsonString());
        _said.Enqueue((await world.PostAsync("/v1/match", $$"""{"handle":"{{handle[..^4]}}"}""")).Body.ToJsonString());
        world.Http.DefaultRequestHeaders.Add("X-Phone", value);
        _said.Enqueue((await world.GetAsync($"/v1/budget?{Misplaced}")).Body.ToJsonString());
        world.Http.DefaultRequestHeaders.Remove("X-Phone");
    }

    private static bool Holds(string line, string[] secrets) => Array.Exists(secrets, secret => line.Contains(secret, StringComparison.Ordinal));
}
