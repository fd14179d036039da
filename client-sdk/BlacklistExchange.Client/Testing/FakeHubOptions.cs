using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Client.Testing;

/// <summary>How a <see cref="FakeHub"/> is set up.</summary>
public sealed record FakeHubOptions
{
    /// <summary>Name of the exchange.</summary>
    public string Exchange { get; init; } = "fake-exchange";

    /// <summary>Name of the one list.</summary>
    public string List { get; init; } = "sellers";

    /// <summary>Kinds the list has keys for; all by default.</summary>
    public IReadOnlyList<IdentifierKind> Kinds { get; init; } = [.. IdentifierKinds.All.Select(static kind => kind.Kind)];

    /// <summary>Holders that share each epoch key, 1 to 8; each beyond the first listens on a port of its own.</summary>
    public int Holders { get; init; } = 1;

    /// <summary>Holders needed for an evaluation, 1 to <see cref="Holders"/>.</summary>
    public int Threshold { get; init; } = 1;

    /// <summary>Clock of the hub; the system's by default.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The name in the server's certificate: a test of the SDK's own makes it wrong.</summary>
    internal string CertificateName { get; init; } = "localhost";
}
