using BlacklistExchange.Agent.Shadow;
using BlacklistExchange.Agent.Storage;
using BlacklistExchange.Client.Tests;
using BlacklistExchange.Protocol.Identifiers;
using Microsoft.Extensions.DependencyInjection;

namespace BlacklistExchange.Agent.Tests.Shadow;

/// <summary>An agent in shadow mode, and what it has written down.</summary>
internal static class ShadowWorld
{
    /// <summary>Its patience is long: an answer that waited for a hub would not come within the test.</summary>
    public static Task<AgentWorld> StartAsync(TimeProvider? clock = null, params Identifier[] listed) =>
        AgentWorld.StartAsync(change: static settings => settings with { Shadow = true, Patience = TimeSpan.FromMinutes(10) }, clock: clock, listed: listed);

    public static string Request(string id, params Identifier[] identifiers) => AgentWorld.Request(identifiers).Replace("{\"identifiers\"", $"{{\"id\":\"{id}\",\"identifiers\"", StringComparison.Ordinal);

    public static async Task CheckAsync(AgentWorld world, string id, params Identifier[] identifiers) => Assert.Equal(202, (await world.PostAsync("/v1/check", Request(id, identifiers))).Status);

    public static async Task TellAsync(AgentWorld world, string id, string outcome) => Assert.Equal(204, (await world.PostAsync("/v1/feedback", $$"""{"id":"{{id}}","outcome":"{{outcome}}"}""")).Status);

    public static IReadOnlyList<WeekFigures> Weeks(AgentWorld world, Mode mode = Mode.Shadow) => [.. world.Services.GetRequiredService<AgentDatabase>().Read(connection => WeekSql.Figures(connection, mode, 100))
        .GroupBy(static one => one.Week).Select(static week => new WeekFigures(week.Key, week.ToDictionary(static one => one.Name, static one => one.Amount)))];

    public static WeekFigures Total(AgentWorld world, Mode mode = Mode.Shadow) => WeekFigures.Total(Weeks(world, mode));

    /// <summary>Waits until so many checks are written down.</summary>
    public static Task WrittenAsync(AgentWorld world, long checks, Mode mode = Mode.Shadow) => Waiting.UntilAsync(() => Total(world, mode)[FigureNames.Checks] >= checks);
}
