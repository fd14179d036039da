namespace BlacklistExchange.Server.Storage;

/// <summary>Called once, on the writer's thread, when what is durable is unknown. In production it does not return.</summary>
internal delegate void StoreFatal(string cause);
