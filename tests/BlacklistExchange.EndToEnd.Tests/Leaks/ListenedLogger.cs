using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace BlacklistExchange.EndToEnd.Tests.Leaks;

/// <summary>A platform's logger with every level on: message, structured values and exceptions.</summary>
internal sealed class ListenedLogger<T> : ILogger<T>
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        Lines.Enqueue($"scope {state}");
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        string values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs) : "";
        Lines.Enqueue($"{logLevel} {eventId} {formatter(state, exception)} {values} {exception}");
    }
}
