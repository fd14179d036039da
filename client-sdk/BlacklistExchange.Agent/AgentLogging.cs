using Microsoft.Extensions.Logging.Console;

namespace BlacklistExchange.Agent;

/// <summary>
/// One line an event on standard error. The framework's own lines begin at Warning whatever was asked for: below that they show paths and headers, which hold
/// whatever a caller puts there.
/// </summary>
internal static class AgentLogging
{
    public static void Configure(ILoggingBuilder logging, LogLevel level)
    {
        logging.AddSimpleConsole(static console => (console.SingleLine, console.ColorBehavior) = (true, LoggerColorBehavior.Disabled));
        logging.Services.Configure<ConsoleLoggerOptions>(static console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        Filter(logging, level);
    }

    /// <summary>What may be said at all, by whichever provider.</summary>
    public static void Filter(ILoggingBuilder logging, LogLevel level) =>
        logging.SetMinimumLevel(level > LogLevel.Warning ? level : LogLevel.Warning).AddFilter("BlacklistExchange", level);
}
