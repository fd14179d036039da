using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Access;

namespace BlacklistExchange.Server.Lists;

internal static class ListsEndpoints
{
    public static void MapLists(this HubRoutes routes)
    {
        routes.Member.MapGet(Routes.Lists, GetLists.HandleAsync);
        routes.Operator.MapPost("/lists", AddList.HandleAsync);
        routes.Operator.MapGet("/lists", ShowList.AllAsync);
        routes.Operator.MapGet("/lists/{list}", ShowList.OneAsync);
    }
}
