namespace BlacklistExchange.Demo.Stage;

/// <summary>The demo cannot go on; the message says what a tool said.</summary>
internal sealed class DemoException(string message) : Exception(message);
