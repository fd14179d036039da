using Microsoft.AspNetCore.Routing.Matching;

namespace BlacklistExchange.Server.Access;

/// <summary>
/// Splits the route table by port before methods are looked at: on any other port a route does not exist, not even as 405. A route without a port is on none.
/// </summary>
internal sealed class HubPortMatcherPolicy : MatcherPolicy, INodeBuilderPolicy
{
    public override int Order => -2000;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => true;

    public IReadOnlyList<PolicyNodeEdge> GetEdges(IReadOnlyList<Endpoint> endpoints) =>
        [.. Enum.GetValues<HubPort>().Select(port => new PolicyNodeEdge(port, [.. endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<HubPortMetadata>()?.Port == port)]))];

    public PolicyJumpTable BuildJumpTable(int exitDestination, IReadOnlyList<PolicyJumpTableEdge> edges)
    {
        int[] destinations = [.. Enum.GetValues<HubPort>().Select(_ => exitDestination)];
        foreach (PolicyJumpTableEdge edge in edges)
        {
            destinations[(int)(HubPort)edge.State] = edge.Destination;
        }
        return new Table(destinations, exitDestination);
    }

    private sealed class Table(int[] destinations, int exit) : PolicyJumpTable
    {
        public override int GetDestination(HttpContext httpContext) =>
            httpContext.Features.Get<HubPortFeature>() is { } feature ? destinations[(int)feature.Port] : exit;
    }
}
