namespace BlacklistExchange.Load.Hub;

/// <summary>Processor time of a hub since it started, as it says itself at <c>GET /metrics</c>.</summary>
/// <param name="Process">Of the process, all threads.</param>
/// <param name="Arithmetic">Of its threads while they decode, evaluate and prove.</param>
internal readonly record struct HubTimes(TimeSpan Process, TimeSpan Arithmetic)
{
    public static HubTimes operator -(HubTimes left, HubTimes right) => new(left.Process - right.Process, left.Arithmetic - right.Arithmetic);
}
