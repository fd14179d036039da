using BlacklistExchange.Agent.Telemetry;

namespace BlacklistExchange.Agent.Shadow;

/// <summary>The route table of shadow mode. It is a list of what is allowed: a route of the other table that is not here does not exist, so nothing new there can tell a verdict.</summary>
internal static class ShadowRoutes
{
    public static void Map(WebApplication app)
    {
        app.MapPost("/v1/check", ShadowCheck.CheckAsync);
        app.MapPost("/v1/check/batch", ShadowBatch.HandleAsync);
        app.MapPost("/v1/match", (Delegate)ShadowCheck.MatchAsync);
        app.MapPost("/v1/report", ShadowCheck.Report);
        app.MapPost("/v1/feedback", GiveFeedback.HandleAsync);
        app.MapGet("/v1/budget", ShowBudget.HandleAsync);
        app.MapGet(AgentRoutes.Live, Health.Live);
        app.MapGet(AgentRoutes.Ready, Health.Ready);
        app.MapGet("/metrics", ShowMetrics.Handle);
    }
}
