using System.Diagnostics.Metrics;

namespace BlacklistExchange.Server.Telemetry;

/// <summary>
/// The meter of the hub's own figures. Each slice's <c>&lt;Slice&gt;Metrics.cs</c> takes it and makes its instruments, named <c>bex.…</c> and listed in
/// spec/telemetry.md. Labels are slugs, kinds and problem names; never anything that a member looked up.
/// </summary>
internal sealed class HubMeter(IMeterFactory factory)
{
    public const string Name = "BlacklistExchange.Server";

    public Meter Meter { get; } = factory.Create(Name);
}
