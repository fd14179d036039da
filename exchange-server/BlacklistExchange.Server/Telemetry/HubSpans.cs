using System.Diagnostics;

namespace BlacklistExchange.Server.Telemetry;

/// <summary>Where a request's time goes inside the hub (spec/telemetry.md). Attributes are counts; the name of a span never says whose request it is.</summary>
internal static class HubSpans
{
    public const string Name = "BlacklistExchange.Server";

    /// <summary>Waiting for the writer, the item's own work and the durable commit.</summary>
    public const string StoreWrite = "store write";

    /// <summary>Decoding elements.</summary>
    public const string Decode = "decode";

    /// <summary>Evaluating and proving groups, waiting for a turn included.</summary>
    public const string Evaluate = "evaluate";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>Part of the span that runs now; null when there is none, as in background work, or nobody takes spans.</summary>
    public static Activity? Start(string name) => Activity.Current is null ? null : Source.StartActivity(name);
}
