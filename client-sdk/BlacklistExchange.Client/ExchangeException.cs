namespace BlacklistExchange.Client;

/// <summary>
/// Base of every exception the SDK throws on its own account: catch it to catch them all. Its subclasses exist only where a caller would act
/// differently. No message holds an identifier, a key or an element. Misuse (a null, an unknown purpose) throws <see cref="ArgumentException"/> as
/// everywhere in .NET.
/// </summary>
public abstract class ExchangeException : Exception
{
    private protected ExchangeException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
