namespace BlacklistExchange.Client;

/// <summary>The profile on disk cannot be used: a file is missing, may be read by others, or does not fit the rest. The message says which and what to do.</summary>
public sealed class ProfileException : ExchangeException
{
    internal ProfileException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
