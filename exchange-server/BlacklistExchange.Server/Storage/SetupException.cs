namespace BlacklistExchange.Server.Storage;

/// <summary>The hub cannot start, or a setup verb cannot go on, for a reason that the message tells the operator; printed without a stack.</summary>
internal sealed class SetupException : Exception
{
    public SetupException(string message)
        : base(message)
    {
    }

    public SetupException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
