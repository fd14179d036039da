using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Restoration;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Members;

internal static class MembersEndpoints
{
    public static void AddMembers(this IServiceCollection services)
    {
        services.AddSingleton<EmergencyRate>();
        services.AddSingleton<Enrolment>().AddSingleton<HubUrl>();
        services.AddSingleton<MembersMetrics>();
        services.AddSingleton(static provider => new StoredFigures("budgets", provider.GetRequiredService<MembersMetrics>().Read));
    }

    public static void MapMembers(this HubRoutes routes)
    {
        routes.Member.MapGet(Routes.Budget, GetBudget.HandleAsync);
        routes.Public.MapPost(Routes.Emergency, SuspendByCode.HandleAsync).WithMetadata(WhileRestored.Allowed);
        routes.Operator.MapPost("/entities", AddEntity.HandleAsync);
        routes.Operator.MapGet("/entities", ListEntities.HandleAsync);
        routes.Operator.MapPost("/entities/{entity}/parent", LinkEntity.HandleAsync);
        routes.Operator.MapPost("/members", AddMember.HandleAsync);
        routes.Operator.MapGet("/members", ListMembers.HandleAsync);
        routes.Operator.MapPost("/members/{member}/suspend", ChangeMember.SuspendAsync).WithMetadata(WhileRestored.Allowed);
        routes.Operator.MapPost("/members/{member}/reinstate", ChangeMember.ReinstateAsync);
        routes.Operator.MapPost("/members/{member}/revoke", ChangeMember.RevokeAsync).WithMetadata(WhileRestored.Allowed);
        routes.Operator.MapPost("/members/{member}/renew", RenewMember.HandleAsync);
        routes.Operator.MapGet("/budgets", ShowBudgets.HandleAsync);
        routes.Operator.MapPost("/budgets", SetBudget.HandleAsync);
        routes.Operator.MapPost("/budgets/grants", GrantBudget.HandleAsync);
    }
}
