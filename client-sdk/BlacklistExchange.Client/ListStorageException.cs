namespace BlacklistExchange.Client;

/// <summary>The folder of the local list cannot be read or written: no space, no permission. The list from before stays in force.</summary>
public sealed class ListStorageException : ExchangeException
{
    internal ListStorageException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
