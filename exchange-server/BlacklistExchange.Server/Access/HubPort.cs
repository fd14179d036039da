namespace BlacklistExchange.Server.Access;

/// <summary>Which of the hub's three ports a connection came in by. Set on the connection when it is accepted; no header can change it.</summary>
internal enum HubPort
{
    Public,
    Operator,
    Member,
}

/// <summary>Connection feature that carries the port.</summary>
internal sealed record HubPortFeature(HubPort Port);

/// <summary>Endpoint metadata: the only port on which the route exists.</summary>
internal sealed record HubPortMetadata(HubPort Port);
