using BlacklistExchange.Agent.Checks;
using BlacklistExchange.Agent.Events;
using BlacklistExchange.Agent.Reports;
using BlacklistExchange.Agent.Shadow;
using BlacklistExchange.Agent.Telemetry;
using BlacklistExchange.Agent.Watch;

namespace BlacklistExchange.Agent;

/// <summary>The route table and nothing else; spec/agent-openapi.yaml is the same one, and a test compares them.</summary>
internal static class AgentRoutes
{
    public const string Live = "/livez";
    public const string Ready = "/readyz";

    public static void Map(WebApplication app)
    {
        app.MapPost("/v1/check", CheckIdentifiers.HandleAsync);
        app.MapPost("/v1/check/batch", CheckBatch.HandleAsync);
        app.MapPost("/v1/match", MatchHandle.HandleAsync);
        app.MapGet("/v1/pending", ShowPending.Handle);
        app.MapPost("/v1/pending/ack", AcknowledgeEvents.HandleAsync);
        app.MapPost("/v1/watch", WatchHandle.HandleAsync);
        app.MapPost("/v1/watch/remove", UnwatchHandle.HandleAsync);
        app.MapPost("/v1/report", FileReport.HandleAsync);
        app.MapPost("/v1/feedback", GiveFeedback.HandleAsync);
        app.MapGet("/v1/budget", ShowBudget.HandleAsync);
        app.MapGet(Live, Health.Live);
        app.MapGet(Ready, Health.Ready);
        app.MapGet("/metrics", ShowMetrics.Handle);
    }
}
