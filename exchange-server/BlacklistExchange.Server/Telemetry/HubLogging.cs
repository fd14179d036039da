using System.Text.Json.Nodes;
using OpenTelemetry.Logs;
using OpenTelemetry.Resources;

namespace BlacklistExchange.Server.Telemetry;

/// <summary>One JSON line an event on standard output. The framework's own request lines are off: they carry query strings.</summary>
internal static class HubLogging
{
    public static void Configure(ILoggingBuilder logging, TelemetryOptions options)
    {
        Filter(logging, options);
        logging.AddJsonConsole(static console =>
        {
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            console.IncludeScopes = false;
        });
        if (options.Otlp is { } otlp)
        {
            logging.AddOpenTelemetry(open =>
            {
                ResourceBuilder resource = ResourceBuilder.CreateEmpty();
                TelemetryService.Describe(resource);
                open.SetResourceBuilder(resource);
                open.AddOtlpExporter(exporter => exporter.Endpoint = new Uri(otlp));
            });
        }
    }

    public static void Filter(ILoggingBuilder logging, TelemetryOptions options) => logging
        .SetMinimumLevel(options.Level)
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddFilter("System", LogLevel.Warning)
        .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);

    /// <summary>The last line of a process: written at once, since nothing will run after it.</summary>
    public static void WriteFatal(EventId id, string cause)
    {
        JsonObject line = new()
        {
            ["EventId"] = id.Id,
            ["LogLevel"] = "Critical",
            ["Category"] = "BlacklistExchange.Server.Storage.Store",
            ["Message"] = $"The outcome of a commit is unknown; the hub stops so that recovery decides. {cause}",
        };
        Console.Out.WriteLine(line.ToJsonString());
        Console.Out.Flush();
    }
}
