namespace BlacklistExchange.Server.Access;

/// <summary>Where slices hang their routes: each group answers on its own port and nowhere else.</summary>
internal sealed class HubRoutes
{
    public HubRoutes(IEndpointRouteBuilder routes)
    {
        Member = routes.MapGroup("").WithMetadata(new HubPortMetadata(HubPort.Member));
        Operator = routes.MapGroup("/v1/operator").WithMetadata(new HubPortMetadata(HubPort.Operator));
        OperatorRoot = routes.MapGroup("").WithMetadata(new HubPortMetadata(HubPort.Operator));
        Public = routes.MapGroup("").WithMetadata(new HubPortMetadata(HubPort.Public));
    }

    /// <summary>Members, with the whole path: <c>routes.Member.MapPost(Routes.Evaluate, …)</c>.</summary>
    public RouteGroupBuilder Member { get; }

    /// <summary>Operators, beneath <c>/v1/operator</c>: <c>routes.Operator.MapPost("/lists", …)</c>.</summary>
    public RouteGroupBuilder Operator { get; }

    /// <summary>The operator port's paths outside <c>/v1/operator</c>.</summary>
    public RouteGroupBuilder OperatorRoot { get; }

    /// <summary>Anyone.</summary>
    public RouteGroupBuilder Public { get; }
}
