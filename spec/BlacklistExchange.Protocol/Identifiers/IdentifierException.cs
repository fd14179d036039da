namespace BlacklistExchange.Protocol.Identifiers;

/// <summary>Thrown by <see cref="Identifier.Parse"/>. Its message is the refusal's code and message and never contains the text.</summary>
public sealed class IdentifierException : FormatException
{
    /// <summary>Creates the exception for <paramref name="refusal"/>.</summary>
    public IdentifierException(IdentifierRefusal refusal)
        : base($"{refusal.Code}: {refusal.Message}") => Refusal = refusal;

    /// <summary>Why the text was refused.</summary>
    public IdentifierRefusal Refusal { get; }
}
