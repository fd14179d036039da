using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace BlacklistExchange.Agent.Tests;

/// <summary>Writes down everything it is given.</summary>
internal sealed class ListenedLogger(ConcurrentQueue<string> said) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => said.Enqueue($"{formatter(state, exception)} {exception}");

    public void Dispose()
    {
    }
}
