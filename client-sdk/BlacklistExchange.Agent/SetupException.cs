namespace BlacklistExchange.Agent;

/// <summary>Something that whoever starts the agent must put right first; the message says what.</summary>
internal sealed class SetupException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    public int ExitCode { get; } = exitCode;
}
