using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Telemetry;

namespace BlacklistExchange.Server.Evaluation;

internal static class EvaluationEndpoints
{
    public static void AddEvaluation(this IServiceCollection services)
    {
        services.AddMetricsOf<EvaluationMetrics>().AddSingleton<EvaluationWorkers>().AddSingleton<GroupArithmetic>().AddSingleton<InFlight>().AddSingleton<Evaluate>();
        services.AddHostedService<ForgetRequests>();
    }

    public static void MapEvaluation(this HubRoutes routes) => routes.Member.MapPost(Routes.Evaluate, Evaluate.HandleAsync);
}
