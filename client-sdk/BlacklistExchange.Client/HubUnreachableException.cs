namespace BlacklistExchange.Client;

/// <summary>The hub, or a key holder, did not answer or answered that it cannot serve now, also after repeating. Try again later.</summary>
public sealed class HubUnreachableException : ExchangeException
{
    internal HubUnreachableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
