using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Restoration;

namespace BlacklistExchange.Server.Clock;

internal static class ClockEndpoints
{
    public static void AddClock(this IServiceCollection services) => services.AddSingleton<ClockGuard>().AddHostedService<ClockWatch>();

    public static void MapClock(this HubRoutes routes)
    {
        routes.Operator.MapGet("/clock", ShowClock.Handle);
        routes.Operator.MapPost("/clock/accept", AcceptClock.HandleAsync).WithMetadata(WhileRestored.Allowed);
    }
}
