using System.Security.Authentication;

namespace BlacklistExchange.Client.Hub;

/// <summary>Leaves the TLS handshake when the server is not the pinned hub; the message names who it is instead.</summary>
internal sealed class NotTheHubException(string message) : AuthenticationException(message);
