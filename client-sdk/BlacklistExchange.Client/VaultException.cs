namespace BlacklistExchange.Client;

/// <summary>The report vault cannot be opened or a file in it is damaged: the wrong key, a changed byte, a missing file. The message says which.</summary>
public sealed class VaultException : ExchangeException
{
    internal VaultException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
