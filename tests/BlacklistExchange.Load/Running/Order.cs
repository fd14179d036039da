using BlacklistExchange.Load.Calls;

namespace BlacklistExchange.Load.Running;

/// <summary>What a run of the load program is asked to do.</summary>
/// <param name="Scenario">Which operations.</param>
/// <param name="Streams">Operations at once.</param>
/// <param name="Length">How long to measure.</param>
internal sealed record Order(Scenario Scenario, int Streams, TimeSpan Length)
{
    /// <summary>Operations a second; null = as fast as the streams go, or by <see cref="Share"/>.</summary>
    public double? Rate { get; init; }

    /// <summary>Part of the capacity, which a ramp finds first; null = no ramp.</summary>
    public double? Share { get; init; }

    /// <summary>Path of a new ledger; null = none, unless the hub is its own.</summary>
    public string? Ledger { get; init; }

    /// <summary>Folder of profiles; null = a hub of its own.</summary>
    public string? Profiles { get; init; }

    /// <summary>Members of a hub of its own.</summary>
    public int Members { get; init; } = 8;

    /// <summary>Entries of a hub of its own.</summary>
    public int Entries { get; init; } = 2_000;
}
