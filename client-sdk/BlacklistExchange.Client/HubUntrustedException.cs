namespace BlacklistExchange.Client;

/// <summary>
/// What answered is not the pinned exchange, or what it sent does not verify: another root (an intercepting proxy is named by its issuer), a false
/// proof, a wrong signature, an older list. Nothing of it was used. Tell the operator; trying again does not help by itself.
/// </summary>
public sealed class HubUntrustedException : ExchangeException
{
    internal HubUntrustedException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
