using System.CommandLine;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Clock;
using BlacklistExchange.Server.Epochs;
using BlacklistExchange.Server.Evaluation;
using BlacklistExchange.Server.Lists;
using BlacklistExchange.Server.Members;
using BlacklistExchange.Server.OperatorConsole;

namespace BlacklistExchange.Server;

/// <summary>The list of capabilities: one line a slice in each method, nothing else.</summary>
internal static class Slices
{
    public static void AddServices(IServiceCollection services)
    {
        services.AddClock();
        services.AddMembers();
        services.AddEpochs();
        services.AddEvaluation();
    }

    public static void MapRoutes(HubRoutes routes)
    {
        routes.MapPublic();
        routes.MapOperator();
        routes.MapClock();
        routes.MapMembers();
        routes.MapLists();
        routes.MapEpochs();
        routes.MapEvaluation();
    }

    /// <summary>The verbs that speak to the running hub: <c>bex-hub noun verb</c>.</summary>
    public static void AddVerbs(RootCommand root)
    {
        root.Noun("clock", "The hub's clock.", ShowClockCommand.Create(), AcceptClockCommand.Create());
    }
}
