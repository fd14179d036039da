namespace BlacklistExchange.Server.Storage;

/// <summary>The store refused: nothing was written and nothing may be assumed. Becomes the problem <c>store-unavailable</c> (503).</summary>
internal sealed class StoreUnavailableException : Exception
{
    public StoreUnavailableException(string message)
        : base(message)
    {
    }

    public StoreUnavailableException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
