namespace BlacklistExchange.Protocol.Voprf;

/// <summary>Failed cryptography, under the RFC's own name. Carries no secret and no input.</summary>
public sealed class VoprfException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="error">The RFC's name for what failed.</param>
    /// <param name="message">What is wrong and where; never a secret.</param>
    public VoprfException(VoprfError error, string message)
        : base(message) => Error = error;

    /// <summary>The RFC's name for what failed.</summary>
    public VoprfError Error { get; }
}
