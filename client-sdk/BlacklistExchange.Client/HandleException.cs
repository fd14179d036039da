namespace BlacklistExchange.Client;

/// <summary>
/// A handle cannot be matched: it is not one, it was altered, or it was made for another member, exchange or list. The message says which as far as can be
/// told, and never what is in it. Check the identifiers again for a new one.
/// </summary>
public sealed class HandleException : ExchangeException
{
    internal HandleException(string message)
        : base(message)
    {
    }
}
